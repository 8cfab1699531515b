package dev.mintmark.inputs.dockerfile;

/** A line of a Dockerfile for which it is not built. */
public final class DockerfileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final DockerfileFault fault;
  private final int line;
  private final String found;
  private final String advice;

  /**
   * @param line from 1; of the instruction's first line, or nearer where that can be told
   * @param found what stands there
   * @param advice what to do
   */
  DockerfileException(DockerfileFault fault, int line, String found, String advice) {
    super("line " + line + ": " + found + "; " + advice + " (" + fault.code() + ")");
    this.fault = fault;
    this.line = line;
    this.found = found;
    this.advice = advice;
  }

  public DockerfileFault fault() {
    return fault;
  }

  public int line() {
    return line;
  }

  public String found() {
    return found;
  }

  public String advice() {
    return advice;
  }
}
