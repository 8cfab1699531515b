package dev.mintmark.ledger.rebuild.judge;

import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.ImageTool;
import dev.mintmark.ledger.rebuild.chain.Link;
import dev.mintmark.ledger.rebuild.chain.Steps;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges which program built a request's Dockerfile. It is the machine's, no part of a toolchain's
 * distribution, so a rebuild takes the one that it finds.
 */
final class ImageTools {
  private ImageTools() {}

  /** A row where it was another program; empty where it was the same, or there is no Dockerfile. */
  static Optional<Row> judge(Link recorded, Link rebuilt) {
    if (!(recorded.event() instanceof ImageBuilt before)
        || !(rebuilt.event() instanceof ImageBuilt now)) {
      return Optional.empty();
    }
    ImageTool tool = before.getImageTool();
    ImageTool used = now.getImageTool();
    if (tool == null || tool.equals(used)) {
      return Optional.empty();
    }
    Finding finding =
        new Finding.ToolchainChanged(
            words(tool), words(used), Explanation.of("another program built the Dockerfile"));
    return Optional.of(
        new Row(Steps.BUILD.step(), "imageTool", Optional.empty(), Optional.empty(), finding));
  }

  private static String words(@Nullable ImageTool tool) {
    return tool == null
        ? "none"
        : "%s %s (%s)".formatted(tool.getName(), tool.getVersion(), tool.getExecutable());
  }
}
