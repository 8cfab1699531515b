package dev.mintmark.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.FolderArtifactStore;
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
    try (Line line = Line.start(folder)) {
      line.upload(folder.resolve("artifacts"));
      int port = Line.freePort();
      String[] config = {"quarkus.http.port=" + port, "mintmark.registry.anonymous-pull=true"};
      int sent = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        Process victim = line.readyService(port, config);
        while (sent < (kill + 1) * RELEASES / KILLS) {
          Release release = releases.get(sent++);
          line.send(TopicCatalogue.RELEASE_SIGNED, release.id, release.signed());
        }
        line.read(TopicCatalogue.RELEASE_PUBLISHED, ReleasePublished.class, sent - 2);
        victim.destroyForcibly().waitFor();
      }

      Process survivor = line.readyService(port, config);
      try {
        assertThat(line.read(TopicCatalogue.RELEASE_PUBLISHED, ReleasePublished.class, RELEASES))
            .extracting(ReleasePublished::getTag)
            .containsExactlyInAnyOrderElementsOf(releases.stream().map(r -> r.tag).toList());
        assertPullable(releases, URI.create("http://127.0.0.1:" + port));
      } finally {
        survivor.destroyForcibly().waitFor();
      }
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
