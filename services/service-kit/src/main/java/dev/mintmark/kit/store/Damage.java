package dev.mintmark.kit.store;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import java.io.IOException;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What is done about an object whose bytes are not those of its name. Bytes can break on the way as
 * well, and then nothing may happen to the object: it is damaged only when two whole reads have
 * found the same wrong digest.
 *
 * <p>A damaged object stays where it is until whole bytes replace it, in one step, and only its
 * mark says that they are wanted. Nothing under an artifact's key is removed for being damaged:
 * between a look and a removal another writer may have repaired it.
 */
final class Damage {
  private static final Logger LOG = Logger.getLogger(Damage.class);
  private static final byte[] MARK = new byte[0];

  private final S3Objects objects;

  Damage(S3Objects objects) {
    this.objects = objects;
  }

  /** One whole read. */
  private record Seen(Digest digest, String etag) {}

  /** Where damaged bytes are kept for whoever looks for the cause. */
  static String evidence(Digest digest) {
    return "quarantine/" + digest.hex();
  }

  /** There while the stored object is damaged. */
  static String mark(Digest digest) {
    return "quarantine/damaged/" + digest.hex();
  }

  boolean isMarked(Digest digest) {
    return objects.size(mark(digest)).isPresent();
  }

  void unmark(Digest digest) {
    objects.remove(mark(digest));
  }

  /**
   * What a reader is told whose bytes have another digest.
   *
   * @param found of the bytes that it read
   */
  RuntimeException told(Digest digest, Digest found) {
    if (look(digest).filter(seen -> seen.digest().equals(found)).isEmpty()) {
      return arrivedDamaged(digest);
    }
    objects.put(mark(digest), MARK, MediaTypes.OCTET_STREAM);
    // Again, now that the mark is there: a writer who repairs later than this look removes it.
    Optional<Seen> now = look(digest).filter(seen -> seen.digest().equals(found));
    if (now.isEmpty() || !keepEvidence(digest, now.get())) {
      unmark(digest);
      return arrivedDamaged(digest);
    }
    return Refusals.damaged(digest);
  }

  /**
   * Makes sure that the object of this digest is whole.
   *
   * @param write puts the whole bytes there, in place of what is there
   */
  void repair(Digest digest, Runnable write) {
    Optional<Seen> first = look(digest);
    if (first.isEmpty()) {
      write.run();
      return;
    }
    if (first.get().digest().equals(digest)) {
      return;
    }
    Optional<Seen> second = look(digest);
    if (second.isPresent() && second.get().digest().equals(digest)) {
      return;
    }
    if (!second.equals(first) || !keepEvidence(digest, first.get())) {
      throw arrivedDamaged(digest);
    }
    write.run();
    unmark(digest);
  }

  /**
   * Reads what was just written.
   *
   * @throws UnavailableException when it has other bytes
   */
  void requireWhole(Digest digest) {
    if (look(digest).filter(seen -> seen.digest().equals(digest)).isEmpty()) {
      throw arrivedDamaged(digest);
    }
  }

  private boolean keepEvidence(Digest digest, Seen seen) {
    boolean kept = objects.copy(S3ArtifactStore.key(digest), seen.etag(), evidence(digest));
    if (kept) {
      LOG.errorf("damaged artifact digest=%s found=%s errorCode=ART-002", digest, seen.digest());
    }
    return kept;
  }

  private Optional<Seen> look(Digest digest) {
    return objects
        .open(S3ArtifactStore.key(digest))
        .map(body -> {
          try (body) {
            return new Seen(Digest.of(body.in()), body.etag());
          } catch (IOException e) {
            throw new UnavailableException("cannot read artifact " + digest, e);
          }
        });
  }

  private static UnavailableException arrivedDamaged(Digest digest) {
    return new UnavailableException(
        "artifact " + digest + " arrived damaged", new IOException("digest differs"));
  }
}
