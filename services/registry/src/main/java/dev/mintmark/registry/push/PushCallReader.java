package dev.mintmark.registry.push;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.registry.serve.CallReader;
import dev.mintmark.registry.serve.RegistryException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a call from a method, a path below {@code /v2/}, its query and headers. */
public final class PushCallReader {
  private static final String UPLOADS = "/blobs/uploads/";

  private PushCallReader() {}

  /** The headers that matter; null for those that were not sent. */
  public record Headers(@Nullable String contentType, @Nullable String contentRange) {}

  /**
   * Reads a call.
   *
   * @param path decoded
   * @param query first value of each parameter, decoded
   * @return empty for a call of the read side
   * @throws RegistryException for what is none of the specification's
   */
  public static Optional<PushCall> read(
      String method, String path, Map<String, String> query, Headers headers) {
    String rest = path.startsWith("/v2/") ? path.substring(4) : "";
    int uploads = (rest + "/").lastIndexOf(UPLOADS);
    if (uploads > 0) {
      RepositoryName repository = CallReader.repository(rest.substring(0, uploads));
      int behind = uploads + UPLOADS.length();
      String id = behind >= rest.length() ? "" : rest.substring(behind);
      return Optional.of(
          id.isEmpty()
              ? begin(method, repository, query)
              : upload(method, repository, id, query, headers));
    }
    if (method.equals("GET") || method.equals("HEAD")) {
      return Optional.empty();
    }
    return Optional.of(change(method, rest, headers));
  }

  private static PushCall begin(
      String method, RepositoryName repository, Map<String, String> query) {
    if (!method.equals("POST")) {
      throw notAllowed("POST");
    }
    String from = query.get("from");
    return new PushCall.Begin(
        repository,
        digest(query, "digest"),
        digest(query, "mount"),
        from == null || from.isEmpty() ? null : CallReader.repository(from));
  }

  private static PushCall upload(
      String method,
      RepositoryName repository,
      String text,
      Map<String, String> query,
      Headers headers) {
    if (!UploadId.isValid(text)) {
      throw PushErrors.unknownUpload(repository);
    }
    UploadId id = new UploadId(text);
    return switch (method) {
      case "GET", "HEAD" -> new PushCall.Status(repository, id);
      case "PATCH" -> new PushCall.Append(repository, id, range(headers));
      case "PUT" -> {
        Digest digest = digest(query, "digest");
        if (digest == null) {
          throw new RegistryException(
              400, "DIGEST_INVALID", "an upload ends with ?digest=sha256:<64 hex> (REG-024)");
        }
        yield new PushCall.Finish(repository, id, digest, range(headers));
      }
      case "DELETE" -> new PushCall.Cancel(repository, id);
      default -> throw notAllowed("GET, HEAD, PATCH, PUT, DELETE");
    };
  }

  private static PushCall change(String method, String rest, Headers headers) {
    int tail = rest.lastIndexOf('/');
    int word = rest.lastIndexOf('/', tail - 1);
    if (word > 0) {
      RepositoryName repository = CallReader.repository(rest.substring(0, word));
      String reference = rest.substring(tail + 1);
      switch (rest.substring(word + 1, tail)) {
        case "manifests" -> {
          switch (method) {
            case "PUT":
              return new PushCall.PutManifest(repository, reference, headers.contentType());
            case "DELETE":
              return new PushCall.DeleteManifest(repository, reference);
            default:
              throw notAllowed("GET, HEAD, PUT, DELETE");
          }
        }
        case "blobs" -> {
          if (method.equals("DELETE")) {
            return new PushCall.DeleteBlob(repository, CallReader.digest(reference));
          }
          throw notAllowed("GET, HEAD, DELETE");
        }
        default -> {
          // Said below.
        }
      }
    }
    throw notAllowed("GET, HEAD");
  }

  private static @Nullable ChunkRange range(Headers headers) {
    String header = headers.contentRange();
    return header == null ? null : ChunkRange.read(header);
  }

  private static @Nullable Digest digest(Map<String, String> query, String parameter) {
    String text = query.get(parameter);
    return text == null ? null : CallReader.digest(text);
  }

  private static RegistryException notAllowed(String allowed) {
    return RegistryException.notAllowed(allowed);
  }
}
