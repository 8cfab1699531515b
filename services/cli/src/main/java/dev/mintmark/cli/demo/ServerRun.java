package dev.mintmark.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.terminal.Sizes;

/** Whether the image ran in a container, and what came of it. */
public sealed interface ServerRun {
  /** For {@code --json}. */
  ObjectNode json();

  /**
   * It found in every picture what the release's own model had found when it was made.
   *
   * @param engine its name
   * @param millis from the start to the first answer
   */
  record Ran(String engine, String target, int pictures, int faces, long millis)
      implements ServerRun {
    String words() {
      return "%s, as %s: finds what the release recorded (pictures: %d, faces: %d); well after %s, ended with 0"
          .formatted(engine, target, pictures, faces, Sizes.millis(millis));
    }

    @Override
    public ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("ran", true)
          .put("engine", engine)
          .put("target", target)
          .put("pictures", pictures)
          .put("faces", faces)
          .put("readyMillis", millis);
    }
  }

  /** There is no engine that works. */
  record NotRun(String why) implements ServerRun {
    @Override
    public ObjectNode json() {
      return JsonNodeFactory.instance.objectNode().put("ran", false).put("why", why);
    }
  }
}
