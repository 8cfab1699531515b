package dev.mintmark.compare.source;

import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.MalformedException;
import dev.mintmark.compare.difference.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Both sides, read. */
public record Both<T>(T recorded, T rebuilt) {
  /**
   * Reads one side; {@link IOException} and {@link MalformedException} say that it is malformed.
   */
  @FunctionalInterface
  public interface Reader<T> {
    T read(InputStream in) throws IOException;
  }

  /** Reads a small thing from its bytes. */
  @FunctionalInterface
  public interface Parser<T> {
    T parse(byte[] bytes) throws IOException;
  }

  private record Read<T>(Optional<T> value, String shown) {}

  /**
   * Reads both sides; a malformed one is a finding.
   *
   * @param what it should be, with its article: {@code a gzip stream}
   * @return empty when a side is malformed
   */
  public static <T> Optional<Both<T>> read(
      Place place, Pair pair, String what, Findings findings, Reader<T> reader) {
    Read<T> recorded = read(pair.recorded(), what, reader);
    Read<T> rebuilt = read(pair.rebuilt(), what, reader);
    if (recorded.value().isPresent() && rebuilt.value().isPresent()) {
      return Optional.of(new Both<>(recorded.value().get(), rebuilt.value().get()));
    }
    findings.add(place.in("form"), recorded.shown(), rebuilt.shown(), null);
    return Optional.empty();
  }

  /** As {@link #read}, for what fits into memory. */
  public static <T> Optional<Both<T>> parse(
      Place place, Pair pair, String what, Findings findings, Parser<T> parser) {
    return read(place, pair, what, findings, in -> parser.parse(bytes(in)));
  }

  private static byte[] bytes(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    in.transferTo(bytes);
    return bytes.toByteArray();
  }

  private static <T> Read<T> read(Side side, String what, Reader<T> reader) {
    InputStream opened =
        side.open().orElseThrow(() -> new IllegalStateException(side.digest() + " went away"));
    try (InputStream in = opened) {
      return new Read<>(Optional.of(reader.read(in)), "is " + what);
    } catch (MalformedException e) {
      return new Read<>(Optional.empty(), "is not " + what + ": " + e.found());
    } catch (IOException e) {
      return new Read<>(Optional.empty(), "is not " + what + ": " + e.getMessage());
    }
  }
}
