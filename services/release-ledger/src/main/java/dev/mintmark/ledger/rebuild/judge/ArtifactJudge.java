package dev.mintmark.ledger.rebuild.judge;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import java.util.Optional;

/**
 * Compares one artifact of the release with the one that the rebuild made, by hashing both sides'
 * bytes. What an event says of its own artifacts is never believed.
 */
final class ArtifactJudge {
  private final BlobReader recordedBytes;
  private final Explainer explainer;

  ArtifactJudge(BlobReader recordedBytes, Explainer explainer) {
    this.recordedBytes = recordedBytes;
    this.explainer = explainer;
  }

  /**
   * Judges one pair.
   *
   * @param made the bytes of the rebuild that may stand for it
   */
  Finding judge(Artifact recorded, Artifact rebuilt, BlobReader made) {
    return switch (made.read(rebuilt.digest())) {
      case Reading.Absent() ->
          new Finding.Undecided(
              "the rebuild names " + rebuilt.digest() + ", but its place has no such bytes");
      case Reading.Damaged(String found) ->
          new Finding.Undecided(
              "the rebuild names " + rebuilt.digest() + ", but its bytes " + found);
      case Reading.Whole(Computed computed) -> judge(recorded, rebuilt, computed, made);
    };
  }

  private Finding judge(Artifact recorded, Artifact rebuilt, Computed computed, BlobReader made) {
    if (computed.size() != rebuilt.size() || !recorded.mediaType().equals(rebuilt.mediaType())) {
      return Finding.Different.of(
          "recorded as %s of %d bytes, named by the rebuild as %s of %d; it has %d"
              .formatted(
                  recorded.mediaType(),
                  recorded.size(),
                  rebuilt.mediaType(),
                  rebuilt.size(),
                  computed.size()));
    }
    return switch (recordedBytes.read(recorded.digest())) {
      case Reading.Damaged(String found) ->
          new Finding.Undecided(
              "the recorded " + recorded.digest() + " is damaged: its bytes " + found);
      case Reading.Absent() ->
          Match.ofNamed(recorded.digest(), computed)
              .map(match -> identical(rebuilt, match, made))
              .orElseGet(() ->
                  Finding.Different.of(
                      "other bytes; where cannot be told, the recorded ones are gone"));
      case Reading.Whole(Computed before) ->
          Match.of(before, computed)
              .map(match -> identical(rebuilt, match, made))
              .orElseGet(() -> explainer.explain(recorded, recordedBytes, rebuilt, made));
    };
  }

  /** A tree is only there when its files are. */
  private Finding identical(Artifact rebuilt, Match match, BlobReader made) {
    if (!rebuilt.mediaType().equals(MediaTypes.TREE)) {
      return new Finding.Identical(match);
    }
    Optional<Tree> tree = made.small(rebuilt.digest(), Tree.MAX_BYTES).flatMap(ArtifactJudge::tree);
    if (tree.isEmpty()) {
      return new Finding.Undecided("it is called a tree and is none");
    }
    for (Tree.Entry entry : tree.get().entries()) {
      Artifact file = new Artifact(entry.digest(), MediaTypes.OCTET_STREAM, entry.size());
      Finding finding = judge(file, file, made);
      if (!(finding instanceof Finding.Identical)) {
        return finding.at(entry.path());
      }
    }
    return new Finding.Identical(match);
  }

  private static Optional<Tree> tree(byte[] bytes) {
    try {
      return Optional.of(Tree.parse(bytes));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
