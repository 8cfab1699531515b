package dev.mintmark.ledger.rebuild.judge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.json.StrictJson;
import dev.mintmark.ledger.rebuild.chain.Steps;
import java.util.Optional;

/**
 * Judges what a step ran as. Its identity is the digest of its distribution, a tree of files: the
 * same program on another JDK is the same toolchain.
 */
final class Toolchains {
  private static final int MOST_BYTES = 1 << 16;
  private static final StrictJson JSON = new StrictJson(MOST_BYTES, 16);

  private final BlobReader recorded;
  private final BlobReader made;

  /**
   * @param recorded has the documents of recorded hand-offs, and their distributions
   * @param made has the documents of the rebuild's
   */
  Toolchains(BlobReader recorded, BlobReader made) {
    this.recorded = recorded;
    this.made = made;
  }

  /**
   * The row of a step.
   *
   * @param before digest of the recorded document
   * @param used digest of the rebuild's
   * @return empty where nobody recorded what made the release
   */
  Optional<Row> judge(Steps step, Optional<String> before, Optional<String> used) {
    return before.map(document ->
        used.map(other -> row(step, document, other))
            .orElseGet(() ->
                row(
                    step,
                    Optional.empty(),
                    Optional.empty(),
                    new Finding.Undecided("the rebuild does not say what the step ran as"))));
  }

  private Row row(Steps step, String document, String used) {
    Optional<Digest> before = distribution(recorded, document);
    Optional<Digest> now = distribution(made, used).or(() -> distribution(recorded, used));
    if (before.isEmpty() || now.isEmpty()) {
      return row(
          step,
          Optional.empty(),
          Optional.empty(),
          new Finding.Undecided(
              "toolchain document " + (before.isEmpty() ? document : used) + " is gone"));
    }
    Optional<Artifact> tree = tree(before.get());
    Optional<Artifact> other = tree(now.get());
    if (!before.equals(now)) {
      Explanation why = Explanation.of("another distribution");
      return row(
          step,
          tree,
          other,
          new Finding.ToolchainChanged(before.get().toString(), now.get().toString(), why));
    }
    return row(step, tree, other, same(now.get()));
  }

  private Finding same(Digest distribution) {
    return recorded.read(distribution) instanceof Reading.Whole(Computed computed)
        // One list, which both documents name.
        ? Match.of(computed, computed)
            .<Finding>map(Finding.Identical::new)
            .orElseThrow(() -> new IllegalStateException("whole, but of another digest"))
        : new Finding.Undecided("the list of the distribution's files is gone");
  }

  private Optional<Artifact> tree(Digest distribution) {
    return recorded.read(distribution) instanceof Reading.Whole(Computed computed)
        ? Optional.of(new Artifact(distribution, MediaTypes.TREE, computed.size()))
        : Optional.empty();
  }

  private static Row row(
      Steps step, Optional<Artifact> recorded, Optional<Artifact> rebuilt, Finding finding) {
    return new Row(step.step(), "toolchain", recorded, rebuilt, finding);
  }

  private static Optional<Digest> distribution(BlobReader reader, String document) {
    if (!Digest.isDigest(document)) {
      return Optional.empty();
    }
    return reader.small(Digest.parse(document), MOST_BYTES).flatMap(Toolchains::distribution);
  }

  private static Optional<Digest> distribution(byte[] document) {
    try {
      JsonNode value = JSON.read(document).path("distribution");
      return Optional.ofNullable(value.textValue()).filter(Digest::isDigest).map(Digest::parse);
    } catch (IllegalArgumentException noDocument) {
      return Optional.empty();
    }
  }
}
