package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.oci.Platform;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the commands together: what they are made with, and how errors end. */
public final class CommandLines {
  private final World world;

  private CommandLines(World world) {
    this.world = world;
  }

  /** The command line of {@code mintmark} in this world. */
  public static CommandLine of(World world) {
    CommandLines lines = new CommandLines(world);
    Ansi ansi = world.colour() ? Ansi.ON : Ansi.OFF;
    return new CommandLine(new RootCommand(), lines.factory())
        .setOut(world.out())
        .setErr(world.err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(ReleaseName.class, new ReleaseName.Converter())
        .registerConverter(Age.class, new Age.Converter())
        .registerConverter(PortPair.class, new PortPair.Converter())
        .registerConverter(LocalDate.class, CommandLines::date)
        .registerConverter(Platform.class, CommandLines::platform)
        .setParameterExceptionHandler(lines::misused)
        .setExecutionExceptionHandler(lines::failed);
  }

  private static Platform platform(String text) {
    try {
      return Platform.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is no date; write e.g. 2026-01-01");
    }
  }

  /** Commands take the world in their constructor; mixins and converters take nothing. */
  private IFactory factory() {
    IFactory plain = CommandLine.defaultFactory();
    return new IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
          if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {World.class})) {
            return type.cast(constructor.newInstance(world));
          }
        }
        return plain.create(type);
      }
    };
  }

  private int misused(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    if (arguments.length == 0) {
      command.usage(world.err(), command.getColorScheme());
      return Exit.USAGE.code();
    }
    Console console = world.console(Arrays.asList(arguments).contains("--json"));
    report(
        console,
        "CLI-000",
        "%s; `%s --help` shows how"
            .formatted(e.getMessage(), command.getCommandSpec().qualifiedName()));
    UnmatchedArgumentException.printSuggestions(e, world.err());
    world.err().flush();
    return Exit.USAGE.code();
  }

  private int failed(Exception e, CommandLine command, ParseResult result) {
    boolean json = result.originalArgs().contains("--json");
    Console console = world.console(json);
    if (e instanceof CommandException known) {
      report(console, known.code(), String.valueOf(known.getMessage()));
      return known.exit().code();
    }
    if (e instanceof RefusedException refused) {
      report(console, refused.code().code(), refused.detail());
      return Exit.REFUSED.code();
    }
    if (e instanceof QuantizerException refused) {
      report(
          console,
          refused.code().code(),
          "%s: %s; %s".formatted(refused.subject(), refused.found(), refused.advice()));
      return Exit.REFUSED.code();
    }
    if (e instanceof VendorException unfetched) {
      report(console, unfetched.code().code(), unfetched.detail());
      return VendorExits.of(unfetched.code()).code();
    }
    if (e instanceof UncheckedIOException broken) {
      report(
          console,
          "CLI-110",
          "%s; look at its rights, and whether the disk is full".formatted(broken.getMessage()));
      return Exit.FAILURE.code();
    }
    report(
        console,
        "CLI-099",
        "unexpected: %s; this is a fault of mintmark: please report it with the lines below"
            .formatted(e));
    e.printStackTrace(world.err());
    world.err().flush();
    return Exit.FAILURE.code();
  }

  private static void report(Console console, String code, String message) {
    console.error(message + " (" + code + ")");
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("error").put("code", code).put("message", message);
    console.result(json);
  }
}
