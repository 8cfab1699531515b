package dev.mintmark.contract.fault.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Listens on a loopback port and carries each connection to one server. */
abstract class Listener implements AutoCloseable {
  private final InetSocketAddress server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final int port;
  private ServerSocket listening;

  Listener(int serverPort) throws IOException {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
    listening = bound(0);
    port = listening.getLocalPort();
    accept(listening);
  }

  public final int port() {
    return port;
  }

  final int serverPort() {
    return server.getPort();
  }

  /** Carries a connection until either side ends it; both are closed afterwards. */
  abstract void carry(Socket client) throws IOException;

  /** A connection to the server, which ends with the proxy's. */
  final Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    sockets.add(socket);
    socket.connect(server);
    return socket;
  }

  final void disconnect(Socket socket) {
    sockets.remove(socket);
    quietly(socket);
  }

  /** Nobody can connect from now on, and nobody stays connected. */
  public final synchronized void refuse() {
    quietly(listening);
    sockets.forEach(this::disconnect);
  }

  /** Takes connections again. */
  public final synchronized void listen() {
    try {
      listening = bound(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    accept(listening);
  }

  @Override
  public void close() {
    refuse();
  }

  private static ServerSocket bound(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private void accept(ServerSocket from) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (!from.isClosed()) {
              Socket client = from.accept();
              client.setTcpNoDelay(true);
              sockets.add(client);
              Thread.ofVirtual().start(() -> carryAll(client));
            }
          } catch (IOException e) {
            // Closed: nobody is to connect any more.
          }
        });
  }

  private void carryAll(Socket client) {
    try {
      carry(client);
    } catch (IOException e) {
      // One of the sides has ended, which the other is told below.
    } finally {
      disconnect(client);
    }
  }

  private static void quietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }
}
