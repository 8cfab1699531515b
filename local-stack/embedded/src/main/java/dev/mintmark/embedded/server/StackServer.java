package dev.mintmark.embedded.server;

import dev.mintmark.embedded.Part;
import dev.mintmark.embedded.StackException;
import dev.mintmark.embedded.access.S3Identity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The child JVM of {@link dev.mintmark.embedded.EmbeddedStack}. Answers one line on standard
 * output, {@code ready} or the error, and ends at the end of its standard input.
 */
final class StackServer {
  private StackServer() {}

  /**
   * @param arguments data directory, cache directory, parts with commas between, then the names of
   *     Kafka's identities
   */
  public static void main(String[] arguments) throws IOException {
    // Kafka's broker looks its own words up by the locale's letters: in Turkish it finds none.
    Locale.setDefault(Locale.ROOT);
    PrintStream answers = System.out;
    System.setOut(System.err);
    StackLogging.configure();
    StackSettings settings =
        new StackSettings(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            parts(arguments[2]),
            Map.of(),
            List.of(S3Identity.REBUILD),
            List.of(arguments).subList(3, arguments.length));
    try {
      LocalStack stack = LocalStack.start(settings, (part, time) -> {});
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(stack), "stack-stop"));
      stack.awaitReady();
      StringWriter endpoints = new StringWriter();
      stack.endpoints().write(endpoints);
      PrivateFiles.write(
          settings.dataDirectory().resolve("endpoints.properties"), endpoints.toString());
      answers.println("ready");
      answers.flush();
      awaitEnd(System.in);
      System.exit(0);
    } catch (StackException e) {
      e.printStackTrace();
      answers.println(e.getMessage().replace('\n', ' '));
      answers.flush();
      System.exit(1);
    }
  }

  private static Set<Part> parts(String labels) {
    return Stream.of(labels.split(","))
        .map(Part::of)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
  }

  private static void awaitEnd(InputStream in) throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  private static void close(LocalStack stack) {
    try {
      stack.close();
    } catch (IOException e) {
      e.printStackTrace();
    }
  }
}
