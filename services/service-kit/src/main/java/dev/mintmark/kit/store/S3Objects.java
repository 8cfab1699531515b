package dev.mintmark.kit.store;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.KitConfig;
import io.minio.BucketExistsArgs;
import io.minio.CopyObjectArgs;
import io.minio.CopySource;
import io.minio.Directive;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * One bucket of core S3: put, conditional put, ranged get, head, list, copy, delete; every failure
 * is typed.
 */
final class S3Objects {
  private static final long PART_SIZE = 10L << 20;

  private final MinioClient client;
  private final S3Upload upload;
  private final String bucket;
  private final String prefix;

  /**
   * What is under a prefix.
   *
   * @param prefix of every key, which callers leave out; empty, or ends with a slash
   */
  S3Objects(KitConfig.Store config, String prefix) {
    this(config, prefix, true);
  }

  /** The whole bucket, with each request sent once: what is lost on the way fails. */
  static S3Objects once(KitConfig.Store config) {
    return new S3Objects(config, "", false);
  }

  private S3Objects(KitConfig.Store config, String prefix, boolean again) {
    this.prefix = prefix;
    // Few connections, and no idle threads of the default pool.
    OkHttpClient http =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(4, 30, java.util.concurrent.TimeUnit.SECONDS))
            .retryOnConnectionFailure(again)
            .build();
    this.bucket = config.bucket();
    this.client =
        MinioClient.builder()
            .endpoint(config.endpoint().toString())
            .region(config.region())
            .credentials(config.accessKey(), config.secretKey())
            .httpClient(http)
            .build();
    this.upload = new S3Upload(http, config);
  }

  private S3Objects(S3Objects of, String prefix) {
    this.client = of.client;
    this.upload = of.upload;
    this.bucket = of.bucket;
    this.prefix = prefix;
  }

  /** What is under a further prefix; empty, or ends with a slash. */
  S3Objects under(String further) {
    return new S3Objects(this, prefix + further);
  }

  /** What a call to the client may throw; the client declares nine kinds. */
  private interface Call<T> {
    T run() throws Exception;
  }

  private <T> T call(String what, Call<T> call) {
    try {
      return call.run();
    } catch (Exception e) {
      throw new UnavailableException("cannot " + what + " in bucket " + bucket, e);
    }
  }

  private static boolean answered(Exception e, String... codes) {
    return e instanceof ErrorResponseException response
        && List.of(codes).contains(response.errorResponse().code());
  }

  boolean bucketIsThere() {
    return call(
        "look", () -> client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build()));
  }

  OptionalLong size(String key) {
    return stat(key).map(found -> OptionalLong.of(found.size())).orElse(OptionalLong.empty());
  }

  Optional<S3Stat> stat(String key) {
    return call(
        "look at " + key,
        () -> {
          try {
            StatObjectResponse found =
                client.statObject(
                    StatObjectArgs.builder().bucket(bucket).object(prefix + key).build());
            return Optional.of(new S3Stat(key, found.size(), found.lastModified().toInstant()));
          } catch (ErrorResponseException e) {
            if (answered(e, "NoSuchKey", "NoSuchObject", "ResourceNotFound")) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  Optional<S3Body> open(String key) {
    return open(key, null, null);
  }

  Optional<S3Body> open(String key, @Nullable Long offset, @Nullable Long length) {
    return call(
        "read " + key,
        () -> {
          GetObjectArgs.Builder args = GetObjectArgs.builder().bucket(bucket).object(prefix + key);
          if (offset != null) {
            args.offset(offset);
          }
          if (length != null) {
            args.length(length);
          }
          try {
            return Optional.of(S3Body.of(client.getObject(args.build())));
          } catch (ErrorResponseException e) {
            if (answered(e, "NoSuchKey", "NoSuchObject", "ResourceNotFound")) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  void put(String key, byte[] bytes, String mediaType) {
    put(key, bytes, mediaType, Map.of());
  }

  void put(String key, byte[] bytes, String mediaType, Map<String, String> metadata) {
    call(
        "write " + key,
        () ->
            client.putObject(
                PutObjectArgs.builder()
                    .bucket(bucket)
                    .object(prefix + key)
                    .contentType(mediaType)
                    .userMetadata(metadata)
                    .stream(new ByteArrayInputStream(bytes), bytes.length, -1)
                    .build()));
  }

  boolean create(String key, byte[] bytes, String mediaType) {
    return create(key, bytes, mediaType, Map.of());
  }

  /** False when the key is there already. */
  boolean create(String key, byte[] bytes, String mediaType, Map<String, String> metadata) {
    return call(
        "write " + key,
        () -> {
          try {
            client.putObject(
                PutObjectArgs.builder()
                    .bucket(bucket)
                    .object(prefix + key)
                    .contentType(mediaType)
                    .userMetadata(metadata)
                    .extraHeaders(Map.of("If-None-Match", "*"))
                    .stream(new ByteArrayInputStream(bytes), bytes.length, -1)
                    .build());
            return true;
          } catch (ErrorResponseException e) {
            if (answered(e, "PreconditionFailed", "ConditionalRequestConflict")) {
              return false;
            }
            throw e;
          }
        });
  }

  /**
   * In one request, which no side holds in memory.
   *
   * @param digest of the file
   * @return whether the server has compared it
   */
  boolean stream(String key, Path file, Digest digest, String mediaType) {
    return call("write " + key, () -> upload.put(prefix + key, file, digest, mediaType));
  }

  /** In parts, for what is too large for one request. */
  void put(String key, Path file, String mediaType) {
    call(
        "write " + key,
        () -> {
          try (InputStream in = Files.newInputStream(file)) {
            return client.putObject(
                PutObjectArgs.builder()
                    .bucket(bucket)
                    .object(prefix + key)
                    .contentType(mediaType)
                    .stream(in, Files.size(file), PART_SIZE)
                    .build());
          }
        });
  }

  /** Copies an object as it was read; false when it has changed since, or is gone. */
  boolean copy(String from, String etag, String to) {
    return call(
        "copy " + from,
        () -> {
          try {
            client.copyObject(
                CopyObjectArgs.builder()
                    .bucket(bucket)
                    .object(prefix + to)
                    .source(
                        CopySource.builder()
                            .bucket(bucket)
                            .object(prefix + from)
                            .matchETag(etag)
                            .build())
                    .build());
            return true;
          } catch (ErrorResponseException e) {
            if (answered(e, "PreconditionFailed", "NoSuchKey", "NoSuchObject")) {
              return false;
            }
            throw e;
          }
        });
  }

  /**
   * Copies on the server.
   *
   * @param to without this prefix, as {@code from}
   * @return false when there is nothing to copy
   */
  boolean copy(String from, String to) {
    return call(
        "copy " + from,
        () -> {
          try {
            client.copyObject(
                CopyObjectArgs.builder()
                    .bucket(bucket)
                    .object(prefix + to)
                    .source(CopySource.builder().bucket(bucket).object(prefix + from).build())
                    .build());
            return true;
          } catch (ErrorResponseException e) {
            if (answered(e, "NoSuchKey", "NoSuchObject", "ResourceNotFound")) {
              return false;
            }
            throw e;
          }
        });
  }

  /** Writes an object without metadata again as it is, on the server; nothing where none is. */
  void renew(String key, String mediaType) {
    call(
        "renew " + key,
        () -> {
          try {
            return client.copyObject(
                CopyObjectArgs.builder()
                    .bucket(bucket)
                    .object(prefix + key)
                    .metadataDirective(Directive.REPLACE)
                    .headers(Map.of("Content-Type", mediaType))
                    .source(CopySource.builder().bucket(bucket).object(prefix + key).build())
                    .build());
          } catch (ErrorResponseException e) {
            if (answered(e, "NoSuchKey", "NoSuchObject", "ResourceNotFound")) {
              return key;
            }
            throw e;
          }
        });
  }

  /** Does nothing where there is none. */
  void remove(String key) {
    call(
        "remove " + key,
        () -> {
          client.removeObject(
              RemoveObjectArgs.builder().bucket(bucket).object(prefix + key).build());
          return key;
        });
  }

  List<String> list(String start, @Nullable String after, int max) {
    return call(
        "list " + prefix + start,
        () -> {
          ListObjectsArgs.Builder args =
              ListObjectsArgs.builder()
                  .bucket(bucket)
                  .prefix(prefix + start)
                  .recursive(true)
                  .maxKeys(Math.min(max, 1000));
          if (after != null) {
            args.startAfter(prefix + after);
          }
          List<String> keys = new ArrayList<>();
          for (Result<Item> result : client.listObjects(args.build())) {
            if (keys.size() == max) {
              break;
            }
            keys.add(result.get().objectName().substring(prefix.length()));
          }
          return keys;
        });
  }

  /** Every object whose key begins so, in the order of their keys, however many there are. */
  void list(String start, Consumer<S3Stat> each) {
    call(
        "list " + prefix + start,
        () -> {
          ListObjectsArgs args =
              ListObjectsArgs.builder()
                  .bucket(bucket)
                  .prefix(prefix + start)
                  .recursive(true)
                  .maxKeys(1000)
                  .build();
          for (Result<Item> result : client.listObjects(args)) {
            Item item = result.get();
            each.accept(
                new S3Stat(
                    item.objectName().substring(prefix.length()),
                    item.size(),
                    item.lastModified().toInstant()));
          }
          return start;
        });
  }
}
