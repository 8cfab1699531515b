package dev.mintmark.contract.fault.proxy;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Carries Kafka's protocol. Windows are named by request, e.g. {@code endTxn.before}; a fetch that
 * brings records is answered at {@code records.answered}.
 */
public final class KafkaProxy extends Listener {
  private final Watch watch;

  /** Starts it. */
  public KafkaProxy(int brokerPort, Watch watch) throws IOException {
    super(brokerPort);
    this.watch = watch;
  }

  @Override
  void carry(Socket client) throws IOException {
    Socket broker = connect();
    // A broker answers the requests of a connection in their order.
    BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
    Thread back =
        Thread.ofVirtual()
            .start(() -> {
              try {
                carryAnswers(broker, client, asked);
              } catch (IOException e) {
                // Ended by the other direction, or by the broker.
              } finally {
                disconnect(client);
                disconnect(broker);
              }
            });
    try {
      carryRequests(client, broker, asked);
    } finally {
      disconnect(broker);
      back.interrupt();
    }
  }

  private void carryRequests(Socket client, Socket broker, BlockingQueue<Integer> asked)
      throws IOException {
    DataInputStream in = in(client);
    DataOutputStream out = out(broker);
    while (true) {
      byte[] request = frame(in);
      int api = ByteBuffer.wrap(request).getShort();
      Stalling.apply(watch.at(Window.before(KafkaApi.name(api))));
      asked.add(api);
      send(out, request);
    }
  }

  private void carryAnswers(Socket broker, Socket client, BlockingQueue<Integer> asked)
      throws IOException {
    DataInputStream in = in(broker);
    DataOutputStream out = out(client);
    while (true) {
      byte[] answer = frame(in);
      int api = asked.remove();
      Stalling.apply(watch.at(Window.answered(KafkaApi.answered(api, answer))));
      KafkaApi.redirect(api, answer, serverPort(), port());
      send(out, answer);
    }
  }

  private static DataInputStream in(Socket socket) throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  private static DataOutputStream out(Socket socket) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  private static byte[] frame(DataInputStream in) throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return frame;
  }

  private static void send(DataOutputStream out, byte[] frame) throws IOException {
    out.writeInt(frame.length);
    out.write(frame);
    out.flush();
  }
}
