package dev.mintmark.ledger.collect.mark;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/**
 * What artifacts name. A tree names its files, a toolchain document its distribution; of other text
 * each digest in it counts as mentioned. What records never name but through an artifact has to be
 * added here, or it is collected.
 */
final class Contents {
  /** Longer text is a listing of nothing: reports and SBOMs are far smaller. */
  private static final long LONGEST_TEXT = 64L << 20;

  private static final int LONGEST_DOCUMENT = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> NAME_NOTHING =
      Set.of(MediaTypes.EVENT, MediaTypes.NPY, MediaTypes.ONNX, MediaTypes.OCTET_STREAM);

  private final ArtifactStore store;

  Contents(ArtifactStore store) {
    this.store = store;
  }

  /**
   * Marks an artifact and all that it names.
   *
   * @param size as announced; what is announced wrongly is read all the same
   */
  void mark(Digest digest, String mediaType, long size, Naming by, Marks marks) {
    if (!marks.named(digest, by)) {
      return;
    }
    switch (mediaType) {
      case MediaTypes.TREE -> files(digest, by, marks);
      case MediaTypes.TOOLCHAIN -> toolchain(digest, by, marks);
      default -> {
        if (isText(mediaType) && size <= LONGEST_TEXT) {
          read(digest, by, marks, (found, startsLine) -> marks.mentioned(found, false));
        }
      }
    }
  }

  private static boolean isText(String mediaType) {
    return !NAME_NOTHING.contains(mediaType)
        && (mediaType.endsWith("json")
            || mediaType.endsWith("yaml")
            || mediaType.startsWith("text/")
            || mediaType.startsWith("application/vnd.mintmark."));
  }

  /** Line by line, however long the list is: what is no tree was refused when it was read first. */
  private void files(Digest tree, Naming by, Marks marks) {
    boolean isTree = store.size(tree).orElse(0) <= Tree.MAX_BYTES;
    read(
        tree,
        by,
        marks,
        (file, startsLine) -> {
          if (startsLine && isTree) {
            marks.named(file, by.inside("*"));
          } else {
            marks.mentioned(file, false);
          }
        });
  }

  private void toolchain(Digest document, Naming by, Marks marks) {
    Optional<Digest> distribution;
    try {
      distribution = distribution(store.read(document, LONGEST_DOCUMENT));
    } catch (RefusedException e) {
      unread(document, by, marks);
      return;
    }
    distribution.ifPresent(
        tree -> mark(tree, MediaTypes.TREE, 0, by.inside("distribution"), marks));
  }

  /** What is no toolchain document names none. */
  private static Optional<Digest> distribution(byte[] document) {
    try {
      return Optional.of(JSON.readTree(document).path("distribution").asText())
          .filter(Digest::isDigest)
          .map(Digest::parse);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void read(Digest digest, Naming by, Marks marks, HexScan.Found found) {
    try (InputStream in = store.open(digest)) {
      HexScan.scan(in, found);
    } catch (RefusedException e) {
      unread(digest, by, marks);
    } catch (IOException e) {
      throw new UnavailableException("cannot read artifact " + digest, e);
    }
  }

  /** One that is not there is found by who looks at what the store has. */
  private void unread(Digest digest, Naming by, Marks marks) {
    if (store.size(digest).isPresent()) {
      marks.unread(digest, by);
    }
  }
}
