package dev.mintmark.contract.fault.proxy;

/** Says what is to happen at a window; called by the thread that carries the bytes. */
@FunctionalInterface
public interface Watch {
  Action at(Window window);
}
