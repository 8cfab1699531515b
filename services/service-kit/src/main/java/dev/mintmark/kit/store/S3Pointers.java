package dev.mintmark.kit.store;

import dev.mintmark.content.MediaTypes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pointers as objects of the artifacts' bucket. */
final class S3Pointers implements Pointers {
  private final S3Objects objects;

  S3Pointers(S3Objects objects) {
    this.objects = objects;
  }

  @Override
  public boolean create(String key, byte[] value) {
    return objects.create(key, value, MediaTypes.OCTET_STREAM);
  }

  @Override
  public Optional<byte[]> read(String key) {
    return objects.open(key, null, null).map(in -> objects.readAll(key, in, MAX_BYTES));
  }

  @Override
  public void write(String key, byte[] value) {
    objects.put(key, value, MediaTypes.OCTET_STREAM);
  }

  @Override
  public List<String> list(String prefix, @Nullable String after, int max) {
    return objects.list(prefix, after, max);
  }
}
