package dev.mintmark.cli.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.releasefile.ReleaseFile;
import java.util.List;

/**
 * A request that is ready to send.
 *
 * @param body the build-requested event as plain JSON
 * @param uploads every input once, in the order in which the file names them
 * @param untested targets whose profile says that nobody has run a release on such hardware
 */
public record BuildRequest(
    ReleaseFile file, ObjectNode body, List<Upload> uploads, List<String> untested) {
  public BuildRequest {
    uploads = List.copyOf(uploads);
    untested = List.copyOf(untested);
  }

  /** {@code <name>:<version>}. */
  public String release() {
    return file.name() + ":" + file.version();
  }
}
