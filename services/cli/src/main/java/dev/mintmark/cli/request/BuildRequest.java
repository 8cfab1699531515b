package dev.mintmark.cli.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.releasefile.ReleaseFile;
import java.util.List;

/**
 * A request that is ready to send.
 *
 * @param body the build-requested event as plain JSON
 * @param uploads every input once, in the order in which the file names them
 */
public record BuildRequest(ReleaseFile file, ObjectNode body, List<Upload> uploads) {
  public BuildRequest {
    uploads = List.copyOf(uploads);
  }

  /** {@code <name>:<version>}. */
  public String release() {
    return file.name() + ":" + file.version();
  }
}
