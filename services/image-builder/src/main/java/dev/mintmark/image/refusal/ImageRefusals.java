package dev.mintmark.image.refusal;

import dev.mintmark.content.Artifact;
import dev.mintmark.elf.ElfException;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.oci.OciException;

/** The refusals; a code is never used for anything else. */
public final class ImageRefusals {
  private ImageRefusals() {}

  /** IMG-001. */
  public static RefusedException base(String base) {
    return refuse(
        "IMG-001",
        "base image '" + base + "'",
        "this builder assembles on scratch only",
        "use base: scratch and list the files that the image needs");
  }

  /** IMG-002: two inputs for one path, or one path below another's file. */
  public static RefusedException taken(String path, String first, String second) {
    return refuse(
        "IMG-002",
        "path " + path,
        "it is claimed by " + first + " and by " + second,
        "leave one of the two out");
  }

  /** IMG-003. */
  public static RefusedException noMember(Artifact archive, String member, int found) {
    return refuse(
        "IMG-003",
        "member '" + member + "' of archive " + archive.digest(),
        "the archive has " + found + " files of that name",
        "name a file that is in it once, as the archive lists it");
  }

  /** IMG-004. */
  public static RefusedException badArchive(Artifact archive, String found) {
    return refuse(
        "IMG-004",
        "archive " + archive.digest(),
        found,
        "give a zip or jar whose members are stored or deflated");
  }

  /** IMG-005. */
  public static RefusedException notNative(String path, ElfException cause) {
    return refuse(
        "IMG-005",
        "file " + path,
        cause.found() + " (" + cause.error().code() + ")",
        cause.advice());
  }

  /** IMG-006. */
  public static RefusedException noImageFor(String target, String platform) {
    return refuse(
        "IMG-006",
        "target " + target,
        "no image is built for its platform " + platform,
        "add the platform to image.platforms");
  }

  /** IMG-007. */
  public static RefusedException notATree(String what, Artifact artifact, String found) {
    return refuse(
        "IMG-007",
        what + " " + artifact.digest(),
        found,
        "upload the folder's file list in its one form, as mintmark build does");
  }

  /** IMG-008. */
  public static RefusedException request(String found) {
    return refuse("IMG-008", "the build request", found, "correct the request and build again");
  }

  /** IMG-009. */
  public static RefusedException notStored(String what, Artifact artifact, String found) {
    return refuse(
        "IMG-009",
        what + " " + artifact.digest(),
        found,
        "put the artifact into the store and request the release again");
  }

  /** The library's own code. */
  public static RefusedException of(OciException cause) {
    return refuse(cause.code(), "the image", cause.detail(), "correct that input and build again");
  }

  private static RefusedException refuse(String code, String subject, String found, String advice) {
    return new Refusal(code, subject, found, advice).asException();
  }
}
