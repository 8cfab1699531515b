package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.engine.Container;
import dev.mintmark.cli.engine.Engine;
import dev.mintmark.cli.engine.EngineKind;
import dev.mintmark.cli.engine.Engines;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.image.ImageSource;
import dev.mintmark.cli.image.RunnableImage;
import dev.mintmark.cli.image.SignatureState;
import dev.mintmark.cli.image.TargetNote;
import dev.mintmark.cli.terminal.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one image in a container. */
@Command(
    name = "run",
    header = "Run an image in the container engine of this machine.",
    description = {
      "Verifies signatures where a key is known, brings the platform's image to docker or podman as an"
          + " archive whose every byte is checked, and runs it read-only, without capabilities, its"
          + " ports on the loopback address alone. With a target it is given the target's devices, and"
          + " its model, whose path is in MINTMARK_MODEL. The command that is run is printed first.",
      "A signal goes on to the container; the exit code is the container's, and so is standard output"
          + " unless it is a dry run.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark image run face-detect-server:v1.0.0",
      "  mintmark image run face-detect-server:v1.0.0 --target cpu-arm64 --engine podman",
      "  mintmark image run face-detect-server:v1.0.0 --port 9090:8080 --dry-run",
    })
final class ImageRunCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();
  @Mixin private final ImageChoice image = new ImageChoice();

  @Parameters(
      index = "1..*",
      paramLabel = "ARG",
      description = "For the image's program, after --.")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "Device class (default: the only one of this machine's platform).")
  private @Nullable String target;

  @Option(
      names = "--engine",
      paramLabel = "docker|podman",
      description = "Container engine (default: the first that works).")
  private @Nullable EngineKind engine;

  @Option(
      names = "--port",
      paramLabel = "HOST:CONTAINER",
      description = "Loopback port for one of the image's; may be given again (default: the same).")
  private List<PortPair> ports = new ArrayList<>();

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "The engine's network, e.g. none or host; publishes no port then.")
  private @Nullable String network;

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description = "Variable for the image's program; may be given again.")
  private List<String> variables = new ArrayList<>();

  @Option(names = "--dry-run", description = "Print the command, and fetch and run nothing.")
  private boolean dryRun;

  ImageRunCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    ImageChoice.Opened opened = image.open(world, console);
    try (ImageSource source = opened.source()) {
      RunnableImage chosen =
          RunnableImage.choose(
              source, Optional.ofNullable(target), Platforms.ofThisMachine(), opened.trust());
      warn(chosen, console);
      EngineImage brought = EngineImage.of(world, source, chosen);
      Container container = container(brought, chosen);
      if (dryRun) {
        show(container, console);
        return Exit.OK.code();
      }
      Engine found = Engines.find(world.environment(), Optional.ofNullable(engine));
      List<String> words = container.words(found.kind());
      console.say(Container.shell(found.kind().program(), words));
      brought.bringTo(found, console);
      return found.run(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An engine that is named need not be there for this. */
  private void show(Container container, Console console) {
    EngineKind kind =
        engine != null ? engine : Engines.find(world.environment(), Optional.empty()).kind();
    List<String> words = container.words(kind);
    console.say(Container.shell(kind.program(), words));
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("engine", kind.program());
    words.forEach(json.putArray("command").add(kind.program())::add);
    console.result(json);
  }

  private void warn(RunnableImage chosen, Console console) {
    if (chosen.signature() != SignatureState.VERIFIED) {
      console.say("signature  " + chosen.signature().words());
    }
    if (!givesDevices(chosen) && !exposure(chosen).isEmpty()) {
      console.say(
          "devices    not given, for the image is not verified: give --key, or name the --target");
    }
    chosen
        .target()
        .filter(TargetNote::isUntested)
        .ifPresent(note -> console.say(Untested.words(note.target())));
    if (!Platforms.runsHere(chosen.platform())) {
      console.say(
          "platform   %s is not this machine's, and no emulator for it is registered here: apt install qemu-user-static binfmt-support"
              .formatted(chosen.platform()));
    }
  }

  private Container container(EngineImage brought, RunnableImage chosen) {
    TreeMap<Integer, Integer> published = new TreeMap<>();
    ports.forEach(pair -> published.put(pair.container(), pair.host()));
    return new Container(
        brought.name(),
        chosen.platform().toString(),
        !Platforms.isOwn(chosen.platform()),
        chosen.ports(),
        published,
        givesDevices(chosen) ? exposure(chosen) : new TreeMap<>(),
        brought.model(),
        Optional.ofNullable(network),
        variables,
        arguments);
  }

  private static SortedMap<String, List<String>> exposure(RunnableImage chosen) {
    return chosen.target().map(TargetNote::exposure).orElseGet(TreeMap::new);
  }

  /** What nobody verified gets devices only where a person named the target. */
  private boolean givesDevices(RunnableImage chosen) {
    return target != null || chosen.signature() == SignatureState.VERIFIED;
  }
}
