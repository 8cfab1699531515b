package dev.mintmark.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.testing.ReleaseLine;
import dev.mintmark.kit.testing.ServiceProcess;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.topics.TopicCatalogue;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The publisher, killed again and again while it works: every release is published once. */
@org.junit.jupiter.api.Tag("long")
class KilledPublisherIT {
  private static final int RELEASES = 9;
  private static final int KILLS = 3;

  @TempDir Path folder;

  @Test
  void publishesEachReleaseOnceWhereverItIsKilled() throws Exception {
    FolderArtifactStore store = new FolderArtifactStore(folder.resolve("artifacts"));
    List<Release> releases = new ArrayList<>();
    for (int i = 0; i < RELEASES; i++) {
      releases.add(new Release(store, new ReleaseId("face-detect", "v1.0." + i)));
    }
    try (ReleaseLine line = ReleaseLine.start(folder);
        ServiceProcess service =
            ServiceProcess.start(
                "registry",
                line.settings().with("mintmark.registry.anonymous-pull", true),
                "-Xmx96m")) {
      line.upload(folder.resolve("artifacts"));
      int sent = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        service.awaitReady();
        while (sent < (kill + 1) * RELEASES / KILLS) {
          Release release = releases.get(sent++);
          line.send(TopicCatalogue.RELEASE_SIGNED, release.id, release.signed());
        }
        line.read(TopicCatalogue.RELEASE_PUBLISHED, ReleasePublished.class, sent - 2);
        service.killAndRestart();
      }

      service.awaitReady();
      assertThat(line.read(TopicCatalogue.RELEASE_PUBLISHED, ReleasePublished.class, RELEASES))
          .extracting(ReleasePublished::getTag)
          .containsExactlyInAnyOrderElementsOf(releases.stream().map(r -> r.tag).toList());
      assertPullable(releases, service.base());
    }
  }

  private static void assertPullable(List<Release> releases, URI registry) throws Exception {
    try (RegistryClient client = new RegistryClient(registry, Credentials.anonymous())) {
      for (Release release : releases) {
        assertThat(
                client
                    .manifest(new RepositoryName(release.repository), new Tag(release.tag))
                    .artifact())
            .isEqualTo(release.index);
      }
    }
  }
}
