using System.Reflection;

namespace Gateway;

/// <summary>The version of this program, without the part that only tells one build from another: <c>0.1.0</c>.</summary>
internal static class ProgramVersion
{
    /// <summary>As it stands in the assembly.</summary>
    public static string Text { get; } = typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
