package dev.mintmark.contract.line;

import dev.mintmark.embedded.server.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One running line, with {@code face-detect:v1.0.0} published, for all classes of tests that stop
 * nothing and take no release of another: starting it takes longer than most of them. It is brought
 * down after the last class.
 */
public final class SharedLine implements BeforeAllCallback, ParameterResolver {
  @Override
  public void beforeAll(ExtensionContext context) {
    Inputs.require();
    running(context);
  }

  private static Line running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedLine.class))
        .computeIfAbsent(Running.class, key -> Running.start(), Running.class)
        .line();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Line.class;
  }

  @Override
  public Line resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return running(context);
  }

  private record Running(Path folder, Line line) implements AutoCloseable {
    static Running start() {
      try {
        Path folder = Files.createTempDirectory("mintmark-line");
        Running running = new Running(folder, Line.start(folder.resolve("home")));
        running.publish();
        return running;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void publish() throws IOException {
      Command build = line.build("v1.0.0");
      if (build.exit() != 0) {
        close();
        throw new AssertionError(build.toString());
      }
    }

    @Override
    public void close() throws IOException {
      line.close();
      Folders.delete(folder);
    }
  }
}
