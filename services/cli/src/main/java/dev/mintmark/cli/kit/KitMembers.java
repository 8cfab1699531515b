package dev.mintmark.cli.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.cli.verify.CheckedStatement;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.verify.release.Blob;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of a kit's members; there are no others. */
final class KitMembers {
  static final String LAYOUT = "oci-layout";
  static final String INDEX = "index.json";
  static final String INSTRUCTIONS = "INSTRUCTIONS.txt";
  static final String RELEASE_KEY = "keys/release.pub";
  static final String VERDICT_KEY = "keys/verdict.pub";

  private static final Pattern BLOB = Pattern.compile("blobs/sha256/([0-9a-f]{64})");
  private static final Pattern COPY =
      Pattern.compile(
          "release/[a-z0-9._-]{1,64}/release\\.env(?:\\.sig)?"
              + "|sbom/[a-z0-9._-]{1,64}-(?:image|model)\\.cdx\\.json");

  private KitMembers() {}

  /** What {@code oci-layout} holds (image-spec, "OCI Image Layout"). */
  static byte[] layout() {
    return "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8);
  }

  static String blob(Digest digest) {
    return "blobs/sha256/" + digest.hex();
  }

  /** The digest in a blob's name; empty for another member. */
  static Optional<Digest> blobOf(String name) {
    Matcher matcher = BLOB.matcher(name);
    return matcher.matches() ? Optional.of(new Digest(matcher.group(1))) : Optional.empty();
  }

  /** A file that is there for people: a copy of a blob. */
  static boolean isCopy(String name) {
    return COPY.matcher(name).matches();
  }

  /** Whether a kit may have a member of this name. */
  static boolean isKnown(String name) {
    return switch (name) {
      case LAYOUT, INDEX, INSTRUCTIONS, RELEASE_KEY, VERDICT_KEY -> true;
      default -> blobOf(name).isPresent() || isCopy(name);
    };
  }

  /** The copies that a kit with these statements has, and no others. */
  static SortedMap<String, Artifact> copies(List<CheckedStatement> statements) {
    SortedMap<String, Artifact> copies = new TreeMap<>();
    for (CheckedStatement checked : statements) {
      String target = checked.statement().target();
      copies.put("release/" + target + "/release.env", checked.bytes());
      copies.put("release/" + target + "/release.env.sig", checked.signature());
      copies.put("sbom/" + target + "-image.cdx.json", bom(checked.statement().boms().image()));
      copies.put("sbom/" + target + "-model.cdx.json", bom(checked.statement().boms().model()));
    }
    return copies;
  }

  private static Artifact bom(Blob bom) {
    return new Artifact(bom.digest(), MediaTypes.CYCLONEDX, bom.size());
  }
}
