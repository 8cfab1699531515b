package dev.mintmark.kit.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.MediaTypes;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What it costs to put a value as small as an event, new and again, printed side by side: {@code
 * -Dbench -Dit.test=ArtifactPutBenchIT}.
 */
@EnabledIfSystemProperty(named = "bench", matches = ".*")
class ArtifactPutBenchIT {
  private static final int NUMBER = 500;
  private static final int VALUE_BYTES = 300;

  @TempDir Path folder;

  @Test
  void putsOfSmallValues() throws Exception {
    try (EmbeddedStack stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.of(Part.S3))) {
      ArtifactStore s3 = S3Stores.on(stack, folder.resolve("work"));
      ArtifactStore files = new FolderArtifactStore(folder.resolve("artifacts"));
      time(s3, "warm-up");
      time(files, "warm-up");
      System.out.println("| store | value | median us | p99 us | load |");
      System.out.println("| --- | --- | --- | --- | --- |");
      print("S3", "new", time(s3, "measured"));
      print("S3", "already there", time(s3, "measured"));
      print("folder", "new", time(files, "measured"));
      print("folder", "already there", time(files, "measured"));
    }
  }

  private static long[] time(ArtifactStore store, String name) {
    long[] nanos = new long[NUMBER];
    for (int i = 0; i < NUMBER; i++) {
      byte[] value = Arrays.copyOf((name + i).getBytes(UTF_8), VALUE_BYTES);
      long start = System.nanoTime();
      store.put(value, MediaTypes.EVENT);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos;
  }

  private static void print(String store, String value, long[] nanos) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %,d | %,d | %.1f |%n",
        store,
        value,
        nanos[NUMBER / 2] / 1_000,
        nanos[NUMBER * 99 / 100] / 1_000,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
