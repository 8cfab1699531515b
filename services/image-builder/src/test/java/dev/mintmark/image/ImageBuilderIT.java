package dev.mintmark.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.testing.ReleaseLine;
import dev.mintmark.kit.testing.ServiceProcess;
import dev.mintmark.topics.TopicCatalogue;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built service between its topics, on a real broker and a real S3. */
class ImageBuilderIT {
  @TempDir Path folder;

  @Test
  void handsOnTheImageAndRejectsWhatItCannotBuild() throws Exception {
    Path artifacts = folder.resolve("artifacts");
    ModelQuantized good = new Inputs(new FolderArtifactStore(artifacts)).quantized();
    Inputs onDebian = new Inputs(new FolderArtifactStore(artifacts));
    onDebian.base = "debian:12";
    ModelQuantized bad = onDebian.quantized();
    try (ReleaseLine line = ReleaseLine.start(folder)) {
      line.upload(artifacts);
      try (ServiceProcess service =
          ServiceProcess.start("image-builder", line.settings(), "-Xmx128m").awaitReady()) {
        line.send(TopicCatalogue.MODEL_QUANTIZED, Inputs.RELEASE, good);
        line.send(TopicCatalogue.MODEL_QUANTIZED, Inputs.RELEASE, bad);

        assertThat(line.read(TopicCatalogue.IMAGE_BUILT, ImageBuilt.class, 1))
            .singleElement()
            .satisfies(built ->
                assertThat(built.getHandOff().getPrevious())
                    .isEqualTo(Digest.of(EventCodec.write(good)).toString()));
        assertThat(line.read(TopicCatalogue.RELEASE_REJECTED, ReleaseRejected.class, 1))
            .singleElement()
            .satisfies(rejected -> {
              assertThat(rejected.getCode()).isEqualTo("IMG-001");
              assertThat(rejected.getStep()).isEqualTo("image-builder");
            });
        service.kill();
      }
    }
  }
}
