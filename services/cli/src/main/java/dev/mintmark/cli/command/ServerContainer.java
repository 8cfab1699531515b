package dev.mintmark.cli.command;

import dev.mintmark.cli.demo.RecordedFaces;
import dev.mintmark.cli.demo.ServerRun;
import dev.mintmark.cli.demo.ServerTrial;
import dev.mintmark.cli.engine.Container;
import dev.mintmark.cli.engine.Engine;
import dev.mintmark.cli.engine.RunningContainer;
import dev.mintmark.cli.image.ImageSource;
import dev.mintmark.cli.image.RegistryImage;
import dev.mintmark.cli.image.RunnableImage;
import dev.mintmark.cli.image.TargetNote;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.cli.verify.Verification;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.quantizer.gate.Detections;
import dev.mintmark.verify.policy.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The published image in a container of this machine's engine, on a free port of loopback. */
record ServerContainer(World world, Console console, Engine engine, boolean hostNetwork) {
  /**
   * Runs it with the target's model, sends it the release's pictures, and ends it.
   *
   * @param reference {@code repository:tag}, which has to be signed by the stack's key
   * @throws dev.mintmark.cli.failure.CommandException CLI-156 to CLI-158 for a server that does not
   *     do what it should, CLI-135 and CLI-139 as {@code mintmark image run}
   */
  ServerRun run(ReleaseFile release, String reference, String target) {
    Detections detections = Detections.of(release.quantize().gate().parameters());
    try (ImageSource source = source(reference)) {
      RunnableImage chosen =
          RunnableImage.choose(
              source,
              Optional.of(target),
              Platforms.ofThisMachine(),
              Optional.of(Trust.in(Verification.trusted(world.home().releaseKey()))));
      RecordedFaces recorded =
          RecordedFaces.read(source, chosen.target().orElseThrow(), detections);
      EngineImage brought = EngineImage.of(world, source, chosen);
      int port = freePort();
      List<String> words = container(release, chosen, brought, port).words(engine.kind());
      console.say("  " + Container.shell(engine.kind().program(), words));
      brought.bringTo(engine, console);
      long millis =
          attempt(new ServerTrial(recorded, release.run().health().orElse("/")), words, port);
      console.say(
          "  the server finds what the release recorded (pictures: %d, faces: %d), and ends"
              .formatted(recorded.pictures().size(), recorded.faces()));
      return new ServerRun.Ran(
          engine.kind().program(), target, recorded.pictures().size(), recorded.faces(), millis);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ImageSource source(String reference) {
    return RegistryImage.of(
        world.services().url("registry"),
        ImageReference.parse(reference),
        Credentials.anonymous(),
        Optional.empty());
  }

  private long attempt(ServerTrial trial, List<String> words, int port) throws IOException {
    Path log = Files.createTempFile("mintmark-demo", ".log");
    try (RunningContainer container = engine.start(words, log)) {
      return trial.run(container, URI.create("http://127.0.0.1:" + port));
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private Container container(
      ReleaseFile release, RunnableImage chosen, EngineImage brought, int port) {
    return new Container(
        brought.name(),
        chosen.platform().toString(),
        !Platforms.isOwn(chosen.platform()),
        chosen.ports(),
        release.run().port().isPresent() ? Map.of(release.run().port().getAsInt(), port) : Map.of(),
        chosen.target().map(TargetNote::exposure).orElseGet(TreeMap::new),
        brought.model(),
        hostNetwork ? Optional.of("host") : Optional.empty(),
        hostNetwork ? List.of("HOST=127.0.0.1", "PORT=" + port) : List.of(),
        List.of());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
