namespace Gateway.Configuration;

/// <summary>What is left behind by something that failed, or has ended: that it cannot be removed hides no fault, and keeps nothing from going on.</summary>
internal static class Leftovers
{
    /// <summary>Removes a file, or a folder with all that is in it, as far as it can be.</summary>
    public static void Remove(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // whoever uses the place next tries again
        }
    }
}
