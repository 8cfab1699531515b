package dev.mintmark.contract.fault.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** Carries PostgreSQL's protocol, version 3. Its one operation is {@code commit}. */
public final class DatabaseProxy extends Listener {
  private static final String COMMIT = "commit";
  private static final int ENCRYPTION_ASKED = 80_877_103;
  private static final int GSS_ASKED = 80_877_104;

  private final Watch watch;

  /** Starts it. */
  public DatabaseProxy(int serverPort, Watch watch) throws IOException {
    super(serverPort);
    this.watch = watch;
  }

  @Override
  void carry(Socket client) throws IOException {
    Socket server = connect();
    AtomicBoolean committing = new AtomicBoolean();
    Thread.ofVirtual()
        .start(() -> {
          try {
            carryAnswers(server, client, committing);
          } catch (IOException e) {
            // Ended by the other direction, or by the server.
          } finally {
            disconnect(client);
            disconnect(server);
          }
        });
    try {
      carryRequests(client, server, committing);
    } finally {
      disconnect(server);
    }
  }

  private void carryRequests(Socket client, Socket server, AtomicBoolean committing)
      throws IOException {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(client.getInputStream(), 1 << 16));
    OutputStream out = server.getOutputStream();
    int asked;
    do {
      byte[] startup = body(in);
      asked = ByteBuffer.wrap(startup).getInt();
      out.write(message(startup));
    } while (asked == ENCRYPTION_ASKED || asked == GSS_ASKED);
    while (true) {
      byte type = in.readByte();
      byte[] body = body(in);
      boolean commits = type == 'Q' && new String(body, US_ASCII).strip().matches("(?i)commit.?");
      if (commits) {
        Stalling.apply(watch.at(Window.before(COMMIT)));
        committing.set(true);
      }
      out.write(ByteBuffer.allocate(5 + body.length).put(type).put(message(body)).array());
    }
  }

  private void carryAnswers(Socket server, Socket client, AtomicBoolean committing)
      throws IOException {
    InputStream in = server.getInputStream();
    OutputStream out = client.getOutputStream();
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (committing.compareAndSet(true, false)) {
        Stalling.apply(watch.at(Window.answered(COMMIT)));
      }
      out.write(buffer, 0, n);
    }
  }

  /** What follows a length, which counts itself. */
  private static byte[] body(DataInputStream in) throws IOException {
    byte[] body = new byte[in.readInt() - 4];
    in.readFully(body);
    return body;
  }

  private static byte[] message(byte[] body) {
    return ByteBuffer.allocate(4 + body.length).putInt(4 + body.length).put(body).array();
  }
}
