package dev.mintmark.convert.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What kind of machine this is, for people: a time without it says nothing.
 *
 * @param name of the board or processor, as the system tells it
 * @param architecture e.g. {@code amd64}
 */
public record MachineClass(String name, String architecture) {
  private static final Path BOARD = Path.of("/proc/device-tree/model");
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  /** This machine. */
  public static MachineClass here() {
    return of(BOARD, PROCESSOR, System.getProperty("os.arch"));
  }

  static MachineClass of(Path board, Path processor, String architecture) {
    return new MachineClass(
        text(board)
            .map(text -> text.replace("\0", "").strip())
            .filter(name -> !name.isEmpty())
            .or(() -> text(processor).flatMap(MachineClass::processor))
            .orElse("unknown processor"),
        architecture);
  }

  /** Arm's table has no name, only numbers of maker and part. */
  private static Optional<String> processor(String table) {
    return Stream.of("model name", "Model", "CPU part")
        .flatMap(key ->
            table
                .lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .filter(value -> !value.isEmpty())
                .limit(1))
        .findFirst();
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file, UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return name + ", " + architecture;
  }
}
