package dev.mintmark.kit.store;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The artifacts of a bucket; what has another key, as an upload under way, is none. */
final class S3Inventory implements Inventory {
  private static final byte[] NOTHING = {};

  private final S3Objects objects;

  /**
   * @param objects that never send a request twice: a removal that is sent again could take what
   *     was written in between
   */
  S3Inventory(S3Objects objects) {
    this.objects = objects;
  }

  @Override
  public void list(int share, Consumer<Item> each) {
    String folder = "sha256/%02x/".formatted(share);
    objects.list(
        folder,
        object -> {
          String name = object.key().substring(folder.length());
          if (Digest.isDigest("sha256:" + name)
              && object.key().equals(S3ArtifactStore.key(new Digest(name)))) {
            each.accept(new Item(new Digest(name), object.size(), object.modified()));
          }
        });
  }

  @Override
  public Optional<Instant> modified(Digest digest) {
    return objects.stat(S3ArtifactStore.key(digest)).map(S3Stat::modified);
  }

  @Override
  public void beginRemoving() {
    objects.put(Lasting.REMOVING, NOTHING, MediaTypes.OCTET_STREAM);
  }

  @Override
  public void endRemoving() {
    objects.remove(Lasting.REMOVING);
  }

  @Override
  public void remove(Digest digest) {
    objects.remove(S3ArtifactStore.key(digest));
    // Else the artifact, put again, would count as damaged.
    objects.remove(Damage.mark(digest));
  }
}
