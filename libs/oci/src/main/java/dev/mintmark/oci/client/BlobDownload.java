package dev.mintmark.oci.client;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.manifest.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Brings one blob into a file. Bytes gather in {@code <file>.part}, which a later try, also of
 * another process, goes on with; the file itself appears whole and checked, or not at all.
 */
final class BlobDownload {
  private static final int TRIES_WITHOUT_PROGRESS = 2;
  private static final StandardOpenOption[] FROM_START = {
    StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING
  };
  private static final StandardOpenOption[] AT_END = {
    StandardOpenOption.WRITE, StandardOpenOption.APPEND
  };

  private final RegistryHttp http;
  private final RepositoryName repository;
  private final Descriptor blob;
  private final Path file;
  private final Path part;

  BlobDownload(RegistryHttp http, RepositoryName repository, Descriptor blob, Path file) {
    this.http = http;
    this.repository = repository;
    this.blob = blob;
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
  }

  void run() throws IOException {
    if (partSize() > blob.size()) {
      Files.delete(part);
    }
    boolean startedFresh = partSize() == 0;
    fetchAll();
    if (!Digest.of(part).equals(blob.digest()) && !startedFresh) {
      // What was there before this run may be another blob's; only our own bytes accuse the
      // registry.
      Files.delete(part);
      fetchAll();
    }
    Digest found = Digest.of(part);
    if (!found.equals(blob.digest())) {
      Files.delete(part);
      throw new OciException(
          OciError.DIGEST,
          "cannot use blob "
              + blob.digest()
              + " from "
              + http.address(repository.value())
              + ": the bytes sent hash to "
              + found
              + "; the registry or the way to it changes bytes");
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void fetchAll() throws IOException {
    int idle = 0;
    while (partSize() < blob.size() || !Files.exists(part)) {
      long before = partSize();
      try {
        fetchRest(before);
      } catch (IOException e) {
        idle = partSize() > before ? 0 : idle + 1;
        if (idle >= TRIES_WITHOUT_PROGRESS) {
          throw e;
        }
      }
    }
  }

  private void fetchRest(long from) throws IOException {
    Map<String, String> range = from == 0 ? Map.of() : Map.of("Range", "bytes=" + from + "-");
    try (RegistryHttp.Response response =
        http.get(http.address(repository + "/blobs/" + blob.digest()), range)) {
      switch (response.status()) {
        case 200 -> append(response, 0);
        case 206 -> append(response, rangeStart(response, from));
        case 416 -> throw shorter(response);
        case 404 ->
            throw new OciException(
                OciError.NOT_FOUND, response.uri() + " is not there; check repository and digest");
        default ->
            throw new OciException(
                OciError.PROTOCOL, response.uri() + " answered " + response.status());
      }
    }
  }

  private OciException shorter(RegistryHttp.Response response) throws IOException {
    Files.deleteIfExists(part);
    return new OciException(
        OciError.SIZE,
        response.uri() + " has fewer than the " + blob.size() + " bytes that were announced");
  }

  private static long rangeStart(RegistryHttp.Response response, long asked) {
    String range = response.headers().firstValue("Content-Range").orElse("");
    if (asked == 0 || !range.startsWith("bytes " + asked + "-")) {
      throw new OciException(
          OciError.PROTOCOL,
          response.uri() + " was asked for bytes from " + asked + " and sent '" + range + "'");
    }
    return asked;
  }

  /** Writes the body at {@code from}; stops at the first byte too many. */
  private void append(RegistryHttp.Response response, long from) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long size = from;
    try (OutputStream out = Files.newOutputStream(part, from == 0 ? FROM_START : AT_END)) {
      InputStream in = response.body();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        size += n;
        if (size > blob.size()) {
          break;
        }
        out.write(buffer, 0, n);
      }
    }
    if (size > blob.size()) {
      Files.delete(part);
      throw new OciException(
          OciError.SIZE,
          response.uri() + " sends more than the " + blob.size() + " bytes that were announced");
    }
    if (size < blob.size()) {
      throw new IOException(
          response.uri() + " ended after " + size + " of " + blob.size() + " bytes");
    }
  }

  private long partSize() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }
}
