package io.karyo.spark;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/** Produces rows in chunks on demand, so that a partition need not fit into memory. */
abstract class Chunks implements Iterator<Row> {

  private Iterator<Row> ready = Collections.emptyIterator();

  /** Returns the rows of the next chunk; empty at the end only. */
  abstract List<Row> chunk();

  @Override
  public boolean hasNext() {
    if (!ready.hasNext()) {
      ready = chunk().iterator();
    }
    return ready.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.next();
  }
}
