package dev.mintmark.registry.local;

import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A copy while it is written beside its sending. Closing throws it away where it is not kept; what
 * the disk refuses ends the copy and not the sending.
 */
public final class Filling implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Filling.class);

  private final LocalBlobs blobs;
  private final Digest digest;
  private final Path part;
  private final OutputStream out;
  private boolean broken;
  private boolean ended;

  private Filling(LocalBlobs blobs, Digest digest, Path part, OutputStream out) {
    this.blobs = blobs;
    this.digest = digest;
    this.part = part;
    this.out = out;
  }

  static Optional<Filling> open(LocalBlobs blobs, Digest digest, Path part) {
    try {
      return Optional.of(new Filling(blobs, digest, part, Files.newOutputStream(part)));
    } catch (IOException e) {
      LOG.warnf("local copy not begun digest=%s error=%s", digest, e.getMessage());
      return Optional.empty();
    }
  }

  public void write(byte[] bytes, int count) {
    if (broken) {
      return;
    }
    try {
      out.write(bytes, 0, count);
    } catch (IOException e) {
      fail(e);
    }
  }

  /** To be called when all bytes were written, and have this digest; again it does nothing. */
  public void keep() {
    if (broken || ended) {
      return;
    }
    try {
      out.close();
      end();
      blobs.keep(digest, part);
    } catch (IOException e) {
      fail(e);
    }
  }

  /** Once: by then another copy of the same blob may be under way. */
  private void end() {
    if (!ended) {
      ended = true;
      blobs.ended(digest);
    }
  }

  private void fail(IOException e) {
    broken = true;
    LOG.warnf("local copy not written digest=%s error=%s", digest, e.getMessage());
  }

  @Override
  public void close() {
    try (out) {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      LOG.debugf("local copy not removed file=%s error=%s", part, e.getMessage());
    } finally {
      end();
    }
  }
}
