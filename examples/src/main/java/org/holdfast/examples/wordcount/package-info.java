/** The words of text files, counted. */
package org.holdfast.examples.wordcount;
