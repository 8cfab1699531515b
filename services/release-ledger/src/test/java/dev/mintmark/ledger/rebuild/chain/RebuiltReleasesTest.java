package dev.mintmark.ledger.rebuild.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.rebuild.v1.RebuildPrepared;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.testing.OlderEvents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuiltReleasesTest {
  private static final String DIGEST = Digest.of("x".getBytes(UTF_8)).toString();
  private static final Run RUN = new Run("rebuild-1");

  @TempDir Path folder;

  @Test
  void theLastEventIsTheBytesInTheLogWhicheverVersionWroteThem() {
    RebuildPrepared event =
        new RebuildPrepared(
            new HandOff("a", "v1.0.0", DIGEST, DIGEST),
            "vision/a",
            "v1.0.0",
            new ArtifactReference(DIGEST, MediaTypes.OCTET_STREAM, 1L),
            List.of());
    byte[] older = OlderEvents.of(event, Map.of("note", "x")).value();
    Incoming<RebuildPrepared> incoming =
        new Incoming<>(
            event,
            Digest.of(older),
            new ReleaseId("a", "v1.0.0"),
            new Position("mintmark.rebuild.prepared.v1", 0, 0),
            RUN.id());

    RebuiltRelease rebuilt =
        new RebuiltReleases(new FolderArtifactStore(folder)).prepared(RUN, incoming, older);

    assertThat(rebuilt.of(Steps.SIGN).orElseThrow().value().digest()).isEqualTo(incoming.value());
    assertThat(rebuilt.last()).isEqualTo(incoming.value());
    assertThat(rebuilt.broken()).as("what came before is not there").isPresent();
  }
}
