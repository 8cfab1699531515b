package dev.mintmark.ledger.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.ledger.entry.Entry.DeviceEntry;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeviceWordTest {
  private static final List<DeviceEntry> REPORTS =
      List.of(
          report(1, "RUNNING", "v1.0.0"),
          report(2, "ADMITTED", "v1.0.1"),
          report(3, "RUNNING", "v1.0.1"),
          report(4, "ROLLED_BACK", "v1.0.2"));

  @Test
  void theLastOfEachSortStandsInAnyOrderAndForDoubles() {
    List<DeviceEntry> twice = new ArrayList<>(REPORTS);
    twice.addAll(REPORTS);
    for (int seed = 0; seed < 50; seed++) {
      Collections.shuffle(twice, new Random(seed));

      assertThat(Batch.of(List.copyOf(twice), List.of()).words())
          .extracting(w -> w.key().sort() + " " + w.entry().position().offset())
          .containsExactly("reported 4", "running 3");
    }
  }

  private static DeviceEntry report(long offset, String kind, String version) {
    return new DeviceEntry(
        new Position("topic", 0, offset),
        "d-1",
        "cpu-amd64",
        1,
        new DeviceEntry.Report(kind, new ReleaseId("a", version), "index", null),
        null,
        null,
        null,
        OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
  }
}
