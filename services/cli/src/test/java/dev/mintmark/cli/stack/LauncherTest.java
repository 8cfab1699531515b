package dev.mintmark.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.home.Checkout;
import dev.mintmark.cli.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A single source file stands for the launcher: Java runs it, arguments and all. */
@Timeout(60)
class LauncherTest {
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  @TempDir Path folder;

  @Test
  void tellsTheEventsAndHowLongItTook() throws IOException {
    LauncherRun run =
        launcher(
                "System.out.println(\"{\\\"event\\\":\\\"ready\\\",\\\"part\\\":\\\"kafka\\\",\\\"millis\\\":5}\");"
                    + "System.out.println(\"a line of a library\");"
                    + "System.out.println(\"{\\\"event\\\":\\\"up\\\",\\\"millis\\\":1500}\");")
            .up(false, events::add);

    assertThat(run.awaitUp()).isEqualTo(Duration.ofMillis(1500));
    run.awaitEnd();
    assertThat(events)
        .extracting(event -> event.path("event").asText())
        .containsExactly("ready", "up");
  }

  @Test
  void givesItHomeAndRootAndTheEnvironment() throws IOException {
    launcher(
            "System.out.println(\"{\\\"event\\\":\\\"up\\\",\\\"words\\\":\\\"\" + String.join(\" \", words)"
                + " + \" \" + System.getenv(\"GREETING\") + \"\\\"}\");")
        .up(true, events::add)
        .awaitUp();

    assertThat(events.getFirst().path("words").asText())
        .isEqualTo(
            "up --detach --json --home %s --root %s hello"
                .formatted(folder.resolve("home"), folder));
  }

  @Test
  void passesOnTheLaunchersOwnCode() throws IOException {
    LauncherRun run =
        launcher(
                "System.out.println(\"{\\\"event\\\":\\\"failed\\\",\\\"code\\\":\\\"STK-002\\\","
                    + "\\\"message\\\":\\\"one is running there (STK-002)\\\"}\"); System.exit(1);")
            .up(true, events::add);

    assertThat(catchThrowableOfType(CommandException.class, run::awaitUp).text())
        .isEqualTo("one is running there (STK-002)");
    assertThat(catchThrowableOfType(CommandException.class, run::awaitEnd).code())
        .isEqualTo("STK-002");
  }

  @Test
  void aLauncherThatEndsWithoutAWordHasFailed() throws IOException {
    LauncherRun run = launcher("System.exit(137);").up(false, events::add);
    assertThat(catchThrowableOfType(CommandException.class, run::awaitUp).code())
        .isEqualTo("CLI-033");
  }

  @Test
  void stopsWhatItStarted() throws IOException {
    LauncherRun run =
        launcher(
                "System.out.println(\"{\\\"event\\\":\\\"up\\\",\\\"millis\\\":1}\");"
                    + "new java.util.concurrent.CountDownLatch(1).await();")
            .up(false, events::add);
    run.awaitUp();

    run.stop();
    run.awaitEnd();
  }

  @Test
  void saysThatTheLauncherIsNotBuilt() {
    Launcher launcher =
        new Launcher(new Checkout(folder), new Home(folder.resolve("home")), Map.of());
    assertThat(catchThrowableOfType(CommandException.class, launcher::status).text())
        .contains("the launcher is not built")
        .endsWith("run ./mintmark, which builds it (CLI-034)");
  }

  @Test
  void saysThatTheHomeIsAFileAndWhatToDo() throws IOException {
    Launcher launcher = launcher("");
    Files.writeString(folder.resolve("home"), "a file");

    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> launcher.up(true, events::add),
            launcher::status,
            () -> launcher.down(events::add))) {
      assertThat(catchThrowableOfType(CommandException.class, call).text())
          .isEqualTo(
              "cannot keep a stack in %s: it is a file, not a folder; name another folder in"
                      .formatted(folder.resolve("home"))
                  + " MINTMARK_HOME, or make this one yours (CLI-037)");
    }
  }

  @Test
  void saysThatTheHomeCannotBeMade() throws IOException {
    Launcher launcher = launcher("");
    // Not by permissions: whoever may do everything may also write there.
    Files.createSymbolicLink(folder.resolve("home"), Path.of("/proc/nowhere/at/all"));

    assertThat(
            catchThrowableOfType(CommandException.class, () -> launcher.up(true, events::add))
                .text())
        .contains("cannot keep a stack in " + folder.resolve("home"), "cannot be written to")
        .endsWith("(CLI-037)");
  }

  @Test
  void askingAndStoppingMakeNoFolder() throws IOException {
    Launcher launcher = launcher("System.out.println(\"{\\\"state\\\":\\\"absent\\\"}\");");

    assertThat(launcher.status().path("state").asText()).isEqualTo("absent");
    launcher.down(events::add);

    assertThat(folder.resolve("home")).doesNotExist();
  }

  private Launcher launcher(String body) throws IOException {
    Checkout checkout = new Checkout(folder);
    Path source = folder.resolve("Fake.java");
    Files.writeString(
        source,
        "class Fake { public static void main(String[] words) throws Exception { " + body + " } }");
    Files.createDirectories(checkout.launcherArguments().getParent());
    Files.writeString(checkout.launcherArguments(), "-Xmx64m\n\"" + source + "\"\n");
    return new Launcher(checkout, new Home(folder.resolve("home")), Map.of("GREETING", "hello"));
  }
}
