package dev.mintmark.canary.device;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.kit.testing.ServiceProcess;
import dev.mintmark.kit.testing.ServiceSettings;
import dev.mintmark.verify.key.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The built controller as its own process, and the devices' door to it. */
final class ControllerProcess implements AutoCloseable {
  static final String OPERATOR = "operator-token-of-the-tests";
  static final String VIEWER = "viewer-token-of-the-tests";
  static final Duration LONG_ENOUGH = ServiceProcess.LONG_ENOUGH;

  /** Key of the devices' tokens. */
  static final byte[] DEVICE_KEY = ServiceSettings.DEVICE_KEY;

  private final ServiceProcess process;
  private final Api api;

  private ControllerProcess(ServiceProcess process) {
    this.process = process;
    this.api = new Api(process.base());
  }

  /** Starts it on a stack; does not wait. */
  static ControllerProcess start(EmbeddedStack stack, URI schemaRegistry, Path folder)
      throws IOException {
    ServiceSettings settings =
        ServiceSettings.in(folder)
            .stack(stack)
            .database(stack, stack.postgresDatabase())
            .tokens(Map.of("viewer", VIEWER, "operator", OPERATOR))
            .deviceTokens()
            .with("mintmark.schema-registry", schemaRegistry)
            // No release is rolled out here, so nobody answers there.
            .with("mintmark.canary.registry", "http://127.0.0.1:1")
            .with("mintmark.canary.release-public-key", folder.resolve("release.pub"));
    Files.write(folder.resolve("release.pub"), SigningKey.generate().verificationKey().pem());
    return new ControllerProcess(ServiceProcess.start("canary-controller", settings, "-Xmx192m"));
  }

  ControllerProcess awaitReady() {
    process.awaitReady();
    return this;
  }

  Api api() {
    return api;
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
