namespace Gateway.Api;

/// <summary>Something that is wrong in a list of meters.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">The number of the cell in the line, from 1.</param>
/// <param name="Name">The name of the column; empty where it is about the line or the list.</param>
/// <param name="Message">What it is, and what would be right.</param>
internal sealed record MeterListIssue(int Line, int Column, string Name, string Message);
