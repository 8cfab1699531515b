package dev.mintmark.cli.verify;

import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.verify.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Blobs that anybody may have attached to a manifest, fetched one after the other. What is missing,
 * too large or other than announced is passed over, so that it does not hide what is sound. For one
 * thread.
 */
final class Attached {
  private static final int MOST = 1000;

  private final ReleaseSource source;
  private final long mostBytes;
  private int objects;
  private long bytes;
  private Optional<OciException> passedOver = Optional.empty();

  /**
   * @param mostBytes of all that is fetched
   */
  Attached(ReleaseSource source, long mostBytes) {
    this.source = source;
    this.mostBytes = mostBytes;
  }

  /** Looks at a blob; says whether no more are wanted. */
  @FunctionalInterface
  interface Taker {
    boolean take(byte[] blob) throws IOException;
  }

  /** Gives the layers of manifests, until no more are wanted. */
  void layersOf(List<Descriptor> manifests, int limit, Taker taker) throws IOException {
    boolean done = false;
    for (int i = 0; i < manifests.size() && !done; i++) {
      Optional<Manifest> manifest = manifest(manifests.get(i));
      done = manifest.isPresent() && layers(manifest.get().layers(), limit, taker);
    }
  }

  /** Gives blobs; says whether no more are wanted. */
  boolean layers(List<Descriptor> layers, int limit, Taker taker) throws IOException {
    boolean done = false;
    for (int i = 0; i < layers.size() && !done; i++) {
      Optional<byte[]> blob = blob(layers.get(i), limit);
      done = blob.isPresent() && taker.take(blob.get());
    }
    return done;
  }

  /** One manifest; empty where it is passed over. */
  Optional<Manifest> manifest(Descriptor descriptor) throws IOException {
    try {
      spend(descriptor.size());
      return source.manifest(descriptor).document() instanceof Manifest manifest
          ? Optional.of(manifest)
          : Optional.empty();
    } catch (OciException e) {
      return passOver(e);
    }
  }

  /** One blob; empty where it is passed over. */
  Optional<byte[]> blob(Descriptor descriptor, int limit) throws IOException {
    try {
      spend(Math.min(descriptor.size(), limit));
      return Optional.of(source.blob(descriptor, limit));
    } catch (OciException e) {
      return passOver(e);
    }
  }

  /** The verdict over what was given; a refusal tells what was passed over, too. */
  <T> Verdict<T> explained(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Verified<T> verified -> verified;
      case Verdict.Refused<T> refused ->
          passedOver
              .<Verdict<T>>map(e ->
                  new Verdict.Refused<>(
                      refused.code(), refused.detail() + "; passed over: " + e.getMessage()))
              .orElse(refused);
    };
  }

  private void spend(long size) {
    objects++;
    bytes += size;
    if (objects > MOST || bytes > mostBytes) {
      throw new OciException(
          OciError.TOO_LARGE,
          "cannot look at all that is attached: it is more than %d objects or %d bytes; have the registry's owner take away what nobody needs"
              .formatted(MOST, mostBytes));
    }
  }

  private <T> Optional<T> passOver(OciException e) {
    passedOver = passedOver.or(() -> Optional.of(e));
    return Optional.empty();
  }
}
