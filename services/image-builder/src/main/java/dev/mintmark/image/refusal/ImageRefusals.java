package dev.mintmark.image.refusal;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.elf.ElfException;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.Platform;
import dev.mintmark.packages.PackageException;

/** The refusals; a code is never used for anything else. */
public final class ImageRefusals {
  private ImageRefusals() {}

  /** IMG-001. */
  public static RefusedException base(String base) {
    return refuse(
        "IMG-001",
        "base image '" + base + "'",
        "it is neither scratch nor a digest",
        "pin the image by its digest, e.g. sha256:…, as mintmark vendor does");
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
        "give a zip or jar whose members are stored or deflated, or a gzipped tar");
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

  /** IMG-010. */
  public static RefusedException notListed(String what, Digest digest, String found) {
    return refuse(
        "IMG-010",
        what + " " + digest,
        found,
        "list every manifest, config and layer of the base in image.baseArtifacts, as mintmark "
            + "vendor does");
  }

  /** IMG-011. */
  public static RefusedException baseDocument(String what, Digest digest, String found) {
    return refuse(
        "IMG-011",
        what + " " + digest,
        found,
        "use a base image in OCI form; skopeo copy --format oci makes one");
  }

  /** IMG-012. */
  public static RefusedException basePlatform(Platform platform, Digest base, String found) {
    return refuse(
        "IMG-012",
        "base image " + base + " for " + platform,
        found,
        "use a base with one image for every platform of image.platforms");
  }

  /** IMG-013. */
  public static RefusedException baseLayer(Digest layer, String found) {
    return refuse(
        "IMG-013",
        "base layer " + layer,
        found,
        "use a base whose layers are tars, plain or gzip; skopeo copy --dest-compress-format gzip "
            + "makes one");
  }

  /** IMG-014. */
  public static RefusedException baseConfig(Digest config, String found) {
    return refuse("IMG-014", "base config " + config, found, "do not use this base image");
  }

  /** IMG-015. */
  public static RefusedException otherPackage(String file, String asked, String found) {
    return refuse(
        "IMG-015",
        "package " + file,
        "it is " + found + ", the request asks for " + asked,
        "write the lock again");
  }

  /** IMG-016. */
  public static RefusedException noPython(Platform platform, String found) {
    return refuse(
        "IMG-016",
        "the wheels for " + platform,
        found,
        "give the image one Python, by its base or by Debian packages");
  }

  /** IMG-017. */
  public static RefusedException noLibc(Platform platform, String found) {
    return refuse(
        "IMG-017",
        "the C library for " + platform,
        found,
        "use a base with dpkg's list, or give libc6 as a package");
  }

  /** IMG-018. */
  public static RefusedException inTheWay(String path, String found) {
    return refuse(
        "IMG-018",
        "path " + path,
        found,
        "give a path that goes through plain folders of the image");
  }

  /** IMG-019. */
  public static RefusedException attributes(String file, String path, String names) {
    return refuse(
        "IMG-019",
        "file " + path + " of " + file,
        "it has extended attributes, which layers here do not keep: " + names,
        "leave the package out, or set the attribute on the device");
  }

  /** IMG-020. */
  public static RefusedException tooManyFiles(String found) {
    return refuse("IMG-020", "the images", found, "use a smaller base or fewer packages");
  }

  /** IMG-021. */
  public static RefusedException inBase(String name, String version, String found) {
    return refuse(
        "IMG-021",
        "package " + name + " " + version,
        "the base has " + name + " " + found + ", and packages of a base are not upgraded",
        "lock the version of the base, or use another base");
  }

  /** The library's own code. */
  public static RefusedException of(PackageException cause) {
    String entry = cause.entry().map(name -> ": '" + name + "'").orElse("");
    return refuse(cause.code().code(), cause.subject() + entry, cause.found(), cause.advice());
  }

  /** The library's own code. */
  public static RefusedException of(OciException cause) {
    return refuse(cause.code(), "the image", cause.detail(), "correct that input and build again");
  }

  private static RefusedException refuse(String code, String subject, String found, String advice) {
    return new Refusal(code, subject, found, advice).asException();
  }
}
