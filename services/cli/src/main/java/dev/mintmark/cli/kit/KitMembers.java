package dev.mintmark.cli.kit;

import dev.mintmark.cli.layout.LayoutNames;
import dev.mintmark.cli.verify.CheckedStatement;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.verify.release.Blob;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The names of a kit's members; there are no others. */
final class KitMembers {
  static final String INSTRUCTIONS = "INSTRUCTIONS.txt";
  static final String RELEASE_KEY = "keys/release.pub";
  static final String EVIDENCE_KEY = "keys/evidence.pub";
  static final String VERDICT_KEY = "keys/verdict.pub";
  static final String KEY_SET = "keys/keyset.txt";

  private static final Pattern COPY =
      Pattern.compile(
          "release/[a-z0-9._-]{1,64}/release\\.env(?:\\.sig)?"
              + "|sbom/[a-z0-9._-]{1,64}-(?:image|model)\\.cdx\\.json");

  private KitMembers() {}

  /** A file that is there for people: a copy of a blob. */
  static boolean isCopy(String name) {
    return COPY.matcher(name).matches();
  }

  /** Whether a kit may have a member of this name. */
  static boolean isKnown(String name) {
    return switch (name) {
      case LayoutNames.LAYOUT,
          LayoutNames.INDEX,
          INSTRUCTIONS,
          RELEASE_KEY,
          EVIDENCE_KEY,
          VERDICT_KEY,
          KEY_SET ->
          true;
      default -> LayoutNames.blobOf(name).isPresent() || isCopy(name);
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
