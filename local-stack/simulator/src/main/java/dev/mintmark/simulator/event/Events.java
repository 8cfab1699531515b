package dev.mintmark.simulator.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.json.CanonicalJson;
import java.io.PrintWriter;

/** One JSON object a line. */
public final class Events {
  private final PrintWriter out;

  public Events(PrintWriter out) {
    this.out = out;
  }

  /** An event of a name, to be filled and given to {@link #tell}. */
  public static ObjectNode event(String name) {
    return CanonicalJson.object().put("event", name);
  }

  public synchronized void tell(ObjectNode event) {
    out.println(new String(CanonicalJson.write(event), UTF_8));
    out.flush();
  }
}
