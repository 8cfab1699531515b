package dev.mintmark.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/** Memory of processes: proportional set size, so that shared pages count once. */
final class Memory {
  private Memory() {}

  /** In bytes; 0 where the process has ended or may not be read. */
  static long of(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")).stream()
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** The sum over the process and all its descendants. */
  static long ofTree(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMapToLong(root ->
            LongStream.concat(LongStream.of(pid), root.descendants().mapToLong(ProcessHandle::pid)))
        .map(Memory::of)
        .sum();
  }
}
