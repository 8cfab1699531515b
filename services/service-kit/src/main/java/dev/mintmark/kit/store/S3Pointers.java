package dev.mintmark.kit.store;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pointers as objects of the artifacts' bucket. No name tells what a pointer's bytes must be, so
 * its writer leaves their digest in the object's metadata, and every read checks it: a value that
 * broke on the way must not be taken for another claim.
 */
final class S3Pointers implements Pointers {
  private final S3Objects objects;

  S3Pointers(S3Objects objects) {
    this.objects = objects;
  }

  @Override
  public boolean create(String key, byte[] value) {
    return objects.create(key, value, MediaTypes.OCTET_STREAM, digest(value));
  }

  @Override
  public Optional<byte[]> read(String key) {
    return objects.open(key).map(body -> read(key, body));
  }

  @Override
  public void write(String key, byte[] value) {
    objects.put(key, value, MediaTypes.OCTET_STREAM, digest(value));
  }

  @Override
  public void remove(String key) {
    objects.remove(key);
  }

  @Override
  public List<String> list(String prefix, @Nullable String after, int max) {
    return objects.list(prefix, after, max);
  }

  private static Map<String, String> digest(byte[] value) {
    return Map.of(S3Body.SHA256, Digest.of(value).hex());
  }

  private static byte[] read(String key, S3Body body) {
    try (body) {
      byte[] bytes = body.in().readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IllegalStateException(key + " has more than " + MAX_BYTES + " bytes");
      }
      Digest found = Digest.of(bytes);
      Digest written = body.sha256().orElse(found);
      if (!found.equals(written)) {
        throw new IOException("it has digest " + found + " and was written with " + written);
      }
      return bytes;
    } catch (IOException e) {
      throw new UnavailableException("cannot read " + key, e);
    }
  }
}
