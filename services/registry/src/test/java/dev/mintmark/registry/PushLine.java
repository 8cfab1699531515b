package dev.mintmark.registry;

import dev.mintmark.kit.testing.ReleaseLine;
import dev.mintmark.kit.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The built service on a real store, as one may push to it. */
final class PushLine implements AutoCloseable {
  /** May do everything everywhere. */
  static final String ALL = "all-token-of-the-tests";

  /** May pull and push under {@code mirror/}, and not delete. */
  static final String MIRROR = "mirror-token-of-the-tests";

  static final String VIEWER = "viewer-token-of-the-tests";

  final ReleaseLine line;
  final ServiceProcess service;

  private PushLine(ReleaseLine line, ServiceProcess service) {
    this.line = line;
    this.service = service;
  }

  static PushLine start(Path folder, boolean anonymousPull, String... options) throws IOException {
    Path tokens = folder.resolve("registry-tokens.json");
    Files.writeString(
        tokens,
        """
        {"all": {"token": "%s", "allow": [
            {"repositories": ["**"], "actions": ["pull", "push", "delete"]}]},
         "mirror": {"token": "%s", "allow": [
            {"repositories": ["mirror/**"], "actions": ["pull", "push"]}]}}
        """
            .formatted(ALL, MIRROR));
    ReleaseLine line = ReleaseLine.start(folder);
    return new PushLine(
        line,
        ServiceProcess.start(
                "registry",
                line.settings()
                    .tokens(Map.of("viewer", VIEWER))
                    .with("mintmark.registry.anonymous-pull", anonymousPull)
                    .with("mintmark.registry.tokens-file", tokens)
                    .with("mintmark.registry.max-blob", "200M")
                    .with("mintmark.registry.link-cache", "1h"),
                options)
            .awaitReady());
  }

  @Override
  public void close() {
    service.close();
    line.close();
  }
}
