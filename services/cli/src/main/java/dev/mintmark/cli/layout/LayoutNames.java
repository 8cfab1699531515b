package dev.mintmark.cli.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of an OCI image layout (image-spec, "OCI Image Layout"). */
public final class LayoutNames {
  public static final String LAYOUT = "oci-layout";
  public static final String INDEX = "index.json";

  /** Annotation of an entry of {@link #INDEX}: the tag that it has. */
  public static final String REF_NAME = "org.opencontainers.image.ref.name";

  private static final Pattern BLOB = Pattern.compile("blobs/sha256/([0-9a-f]{64})");

  private LayoutNames() {}

  /** What {@link #LAYOUT} holds. */
  public static byte[] layout() {
    return "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8);
  }

  public static String blob(Digest digest) {
    return "blobs/sha256/" + digest.hex();
  }

  /** The digest in a blob's name; empty for another file. */
  public static Optional<Digest> blobOf(String name) {
    Matcher matcher = BLOB.matcher(name);
    return matcher.matches() ? Optional.of(new Digest(matcher.group(1))) : Optional.empty();
  }
}
