package dev.mintmark.image.refusal;

import dev.mintmark.content.Artifact;
import dev.mintmark.inputs.dockerfile.DockerfileException;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.oci.Platform;
import java.util.List;

/** The refusals of Dockerfiles and of what comes of them; a code is never used for else. */
public final class DockerfileRefusals {
  private static final int SHOWN = 10;

  private DockerfileRefusals() {}

  /** IMG-060 to IMG-063. */
  public static RefusedException file(DockerfileException cause) {
    return refuse(
        cause.fault().code(),
        "line " + cause.line() + " of the Dockerfile",
        cause.found(),
        cause.advice());
  }

  /** IMG-064. */
  public static RefusedException images(String asked, String found) {
    return refuse(
        "IMG-064",
        "the images of the Dockerfile",
        "it names " + found + ", the request lists " + asked,
        "make the request with `mintmark build`, from this Dockerfile");
  }

  /** IMG-065. */
  public static RefusedException noTool(String found) {
    return refuse(
        "IMG-065",
        "the Dockerfile",
        found,
        "install buildah where image-builder runs (apt-get install buildah), or name it with"
            + " mintmark.dockerfile.buildah");
  }

  /** IMG-066. */
  public static RefusedException noSandbox(String found) {
    return refuse(
        "IMG-066",
        "the sandbox of the Dockerfile",
        found,
        "let image-builder's user make user namespaces, and give it 65536 subordinate ids in"
            + " /etc/subuid and /etc/subgid");
  }

  /** IMG-067. */
  public static RefusedException failed(Platform platform, String found) {
    return refuse(
        "IMG-067",
        "the Dockerfile for " + platform,
        found,
        "build it with `buildah bud --network none` to see why; the service's log has its last"
            + " lines");
  }

  /** IMG-068. */
  public static RefusedException tooLong(Platform platform, String limit) {
    return refuse(
        "IMG-068",
        "the Dockerfile for " + platform,
        "its build was not done after " + limit,
        "do less in it, or raise mintmark.dockerfile.time-limit");
  }

  /** IMG-069. */
  public static RefusedException tooMuchOutput(Platform platform, long limit) {
    return refuse(
        "IMG-069",
        "the Dockerfile for " + platform,
        "its build says more than " + limit + " bytes",
        "let its steps say less");
  }

  /** IMG-070. */
  public static RefusedException result(Platform platform, String found) {
    return refuse(
        "IMG-070",
        "what the Dockerfile makes for " + platform,
        found,
        "build it by hand with the same buildah and look at the result");
  }

  /** IMG-071. */
  public static RefusedException otherBase(Platform platform, String found) {
    return refuse(
        "IMG-071",
        "what the Dockerfile makes for " + platform,
        found,
        "do not flatten the image in the Dockerfile; its last stage keeps the layers of its FROM");
  }

  /**
   * IMG-072: two builds of the same inputs differ.
   *
   * @param differences at least one
   */
  public static RefusedException differs(Platform platform, List<String> differences) {
    int more = differences.size() - SHOWN;
    return refuse(
        "IMG-072",
        "the Dockerfile for " + platform,
        "two builds of it differ in "
            + String.join(", ", differences.subList(0, Math.min(SHOWN, differences.size())))
            + (more > 0 ? ", and " + more + " more" : ""),
        "take out what comes from clocks, random numbers, host names and unordered lists, or remove"
            + " these files in the same RUN");
  }

  /** IMG-073. */
  public static RefusedException cannotRun(Platform platform, String found) {
    return refuse(
        "IMG-073",
        "the Dockerfile for " + platform,
        found,
        "leave RUN out (COPY alone is built anywhere), build on such a machine, or register"
            + " qemu-user-static with binfmt_misc and flag F");
  }

  /** IMG-074. */
  public static RefusedException attributes(Platform platform, String path, String names) {
    return refuse(
        "IMG-074",
        "file /" + path + " of the Dockerfile for " + platform,
        "it has extended attributes, which layers here do not keep: " + names,
        "do not set them in the Dockerfile; give the right on the device");
  }

  /** IMG-075. */
  public static RefusedException context(Artifact context, String path, String found) {
    return refuse(
        "IMG-075",
        "the context " + context.digest(),
        "path '" + path + "': " + found,
        "make the request with `mintmark build`, from a folder");
  }

  /** IMG-075, for a name that has no bytes in this process's encoding of names. */
  public static RefusedException unwritable(Artifact context, String path) {
    return refuse(
        "IMG-075",
        "the context " + context.digest(),
        "path '%s': image-builder writes names as %s, which has not all of its letters"
            .formatted(path, System.getProperty("sun.jnu.encoding", "its locale says")),
        "start image-builder with LC_ALL=C.UTF-8, or rename the file");
  }

  private static RefusedException refuse(String code, String subject, String found, String advice) {
    return new Refusal(code, subject, found, advice).asException();
  }
}
