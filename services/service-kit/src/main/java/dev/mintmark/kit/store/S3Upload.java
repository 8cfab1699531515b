package dev.mintmark.kit.store;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.KitConfig;
import io.minio.Signer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Puts a file as one object in one request, read once and never held. The S3 client hashes each
 * part of a file before it sends it, and servers buffer what is signed so; here the signature
 * leaves the bytes out, and the server compares their SHA-256 while they come ({@code
 * x-amz-checksum-sha256}, one of S3's additional checksums).
 */
final class S3Upload {
  /** S3 takes 5 GiB in one request. */
  static final long MOST = 4L << 30;

  private static final String CHECKSUM = "x-amz-checksum-sha256";
  private static final String CONTENT = "x-amz-content-sha256";
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);
  private static final int SHOWN = 300;

  private final OkHttpClient http;
  private final KitConfig.Store config;

  S3Upload(OkHttpClient http, KitConfig.Store config) {
    this.http = http;
    this.config = config;
  }

  /** A file's bytes; may be sent again. */
  private static final class FileBody extends RequestBody {
    private final Path file;
    private final long size;
    private final String mediaType;

    private FileBody(Path file, String mediaType) throws IOException {
      this.file = file;
      this.size = Files.size(file);
      this.mediaType = mediaType;
    }

    @Override
    public @Nullable MediaType contentType() {
      return MediaType.parse(mediaType);
    }

    @Override
    public long contentLength() {
      return size;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      byte[] buffer = new byte[1 << 16];
      try (InputStream in = Files.newInputStream(file)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          sink.write(buffer, 0, n);
        }
      }
    }
  }

  /**
   * Puts the file, in place of what is there.
   *
   * @param digest of the file
   * @return whether the server says that it has compared the digest; else the caller has to
   * @throws IOException when the server refuses, as it does for other bytes
   */
  boolean put(String key, Path file, Digest digest, String mediaType) throws IOException {
    String checksum = Base64.getEncoder().encodeToString(digest.bytes());
    HttpUrl url =
        HttpUrl.get(config.endpoint())
            .newBuilder()
            .addPathSegment(config.bucket())
            .addPathSegments(key)
            .build();
    Request request =
        new Request.Builder()
            .url(url)
            .put(new FileBody(file, mediaType))
            .header("Host", host(url))
            .header("x-amz-date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)))
            .header(CONTENT, UNSIGNED)
            .header(CHECKSUM, checksum)
            .build();
    try (Response response = http.newCall(signed(request)).execute()) {
      if (!response.isSuccessful()) {
        String said = response.peekBody(SHOWN).string().replaceAll("[^ -~]+", " ");
        throw new IOException("the store answered " + response.code() + ": " + said);
      }
      return checksum.equals(response.header(CHECKSUM));
    }
  }

  private static String host(HttpUrl url) {
    boolean usual = url.port() == HttpUrl.defaultPort(url.scheme());
    return usual ? url.host() : url.host() + ":" + url.port();
  }

  private Request signed(Request request) {
    try {
      return Signer.signV4S3(
          request, config.region(), config.accessKey(), config.secretKey(), UNSIGNED);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
