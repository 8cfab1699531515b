package dev.mintmark.inputs.dockerfile;

/** What a Dockerfile is refused for; a code is never used for anything else. */
public enum DockerfileFault {
  /** It is malformed, or has what is not built here. */
  FORM("IMG-060"),
  /** It names an image without its digest. */
  UNPINNED("IMG-061"),
  /** It would take something from a network. */
  NETWORK("IMG-062"),
  /** It would take something from the builder: secrets, agents, caches, rights. */
  BUILDER("IMG-063");

  private final String code;

  DockerfileFault(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }
}
