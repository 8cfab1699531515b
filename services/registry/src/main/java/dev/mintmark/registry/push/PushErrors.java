package dev.mintmark.registry.push;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.registry.serve.RegistryException;
import java.io.IOException;

/** Why a push is refused; a code is never used for anything else. */
final class PushErrors {
  private PushErrors() {}

  static RegistryException ofTheLine(RepositoryName repository) {
    return new RegistryException(
        403,
        "DENIED",
        "the line publishes releases into "
            + repository
            + ", so nothing there is pushed or deleted; push into another repository (REG-020)");
  }

  static RegistryException manifestTooLarge(long limit) {
    return new RegistryException(
        413, "SIZE_INVALID", "a manifest has at most " + limit + " bytes (REG-021)");
  }

  static RegistryException malformed(String found) {
    return new RegistryException(400, "MANIFEST_INVALID", found + " (REG-022)");
  }

  static RegistryException missing(String what, RepositoryName repository) {
    return new RegistryException(
        400,
        "MANIFEST_BLOB_UNKNOWN",
        "the manifest needs "
            + what
            + ", which is not in "
            + repository
            + "; push or mount it there first (REG-023)");
  }

  static RegistryException otherDigest(Digest expected, Digest found) {
    return new RegistryException(
        400,
        "DIGEST_INVALID",
        "the bytes sent have digest "
            + found
            + ", not "
            + expected
            + "; nothing is kept (REG-024)");
  }

  static RegistryException notARange(String header) {
    return new RegistryException(
        416,
        "BLOB_UPLOAD_INVALID",
        "not a Content-Range: '" + header + "'; expected a form like 0-1023 (REG-025)");
  }

  static RegistryException outOfOrder(ChunkRange range, long size) {
    return new RegistryException(
            416,
            "BLOB_UPLOAD_INVALID",
            "the piece begins at "
                + range.first()
                + ", the upload has "
                + size
                + " bytes; go on from there (REG-025)")
        .with("Range", "0-" + Math.max(0, size - 1));
  }

  static RegistryException otherLength(ChunkRange range, String found) {
    return new RegistryException(
        400,
        "SIZE_INVALID",
        "the piece "
            + range.first()
            + "-"
            + range.last()
            + " has "
            + found
            + " bytes; the upload is as it was before (REG-025)");
  }

  static RegistryException unknownUpload(RepositoryName repository) {
    return new RegistryException(
        404,
        "BLOB_UPLOAD_UNKNOWN",
        "no such upload into " + repository + "; it is done or given up: begin again (REG-026)");
  }

  static RegistryException unknownBlob(Digest digest, RepositoryName repository) {
    return new RegistryException(
        404, "BLOB_UNKNOWN", "blob " + digest + " is not in repository " + repository);
  }

  static RegistryException unknownManifest(String reference, RepositoryName repository) {
    return new RegistryException(
        404, "MANIFEST_UNKNOWN", "manifest " + reference + " is not in repository " + repository);
  }

  static RegistryException blobTooLarge(long limit) {
    return new RegistryException(
        413, "SIZE_INVALID", "a blob has at most " + limit + " bytes here (REG-027)");
  }

  static RegistryException tooManyUploads(int limit) {
    return new RegistryException(
        429,
        "TOOMANYREQUESTS",
        limit + " uploads are open; finish or cancel some, or try again later (REG-027)");
  }

  static RegistryException busy() {
    return new RegistryException(
        409,
        "BLOB_UPLOAD_INVALID",
        "another request is working on this upload; ask for its status and go on (REG-028)");
  }

  static RegistryException notKept(IOException cause) {
    return new RegistryException(
        503,
        "UNAVAILABLE",
        "the upload cannot be kept: "
            + cause.getClass().getSimpleName()
            + "; look at the disk of the registry's work directory (REG-031)");
  }
}
