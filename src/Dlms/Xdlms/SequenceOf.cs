using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// SEQUENCE OF (IEC 61334-6): the number of elements and the elements.
/// <code>
/// count { element }
/// </code>
/// </summary>
internal static class SequenceOf
{
    /// <summary>Reads an element.</summary>
    public delegate T ReadElement<out T>(ref AxdrReader reader);

    /// <summary>Writes an element.</summary>
    public delegate void WriteElement<in T>(AxdrWriter writer, T element);

    /// <summary>Reads elements of which each takes at least <paramref name="minimum"/> octets; nothing is allocated for a count that lies.</summary>
    public static T[] Read<T>(ref AxdrReader reader, int minimum, ReadElement<T> read)
    {
        var elements = new T[reader.ReadCount(minimum)];
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = read(ref reader);
        }

        return elements;
    }

    public static void Write<T>(AxdrWriter writer, IReadOnlyList<T> elements, WriteElement<T> write)
    {
        writer.WriteLength(elements.Count);
        foreach (var element in elements)
        {
            write(writer, element);
        }
    }
}
