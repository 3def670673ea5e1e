#Requires -Version 5.1
<#
.SYNOPSIS
Installs the metering gateway as a service, brings it to another version, or removes it.

.DESCRIPTION
Finds the program, or publishes it with the .NET SDK, and calls its verb "service". It runs on Windows (PowerShell 5.1 and 7) and on Linux with systemd
(PowerShell 7), as administrator or root. docs/operations.md tells what is made where.

.PARAMETER Action
Install (the default), Upgrade, Uninstall or Status.

.PARAMETER Source
A folder with the published program. Without it the program beside this script is taken; where there is none, src/Gateway is published.

.PARAMETER WithData
With Uninstall: removes the data directory and the account too. Meters, readings and keys are lost then.

.EXAMPLE
.\install.ps1

.EXAMPLE
.\install.ps1 -Action Upgrade -Source C:\Temp\gateway-0.2.0

.EXAMPLE
.\install.ps1 -Action Uninstall -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidateSet('Install', 'Upgrade', 'Uninstall', 'Status')]
    [string] $Action = 'Install',

    [string] $Source,

    [switch] $WithData
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# PowerShell 5.1 has no $IsWindows
$onWindows = $env:OS -eq 'Windows_NT'
$programName = if ($onWindows) { 'Gateway.exe' } else { 'Gateway' }

# As the program has them: 2 refused, 1 tried and failed.
function Stop-Refused {
    param([string] $Message)
    [Console]::Error.WriteLine($Message)
    exit 2
}

function Stop-Failed {
    param([string] $Message)
    [Console]::Error.WriteLine($Message)
    exit 1
}

function Test-Administrator {
    if ($onWindows) {
        $identity = [Security.Principal.WindowsIdentity]::GetCurrent()
        return ([Security.Principal.WindowsPrincipal] $identity).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
    }

    return (& id -u) -eq '0'
}

function Get-Sdk {
    if (-not (Get-Command -Name dotnet -CommandType Application -ErrorAction SilentlyContinue)) {
        return $null
    }

    return (& dotnet --list-sdks) | Where-Object { $_ -match '^(\d+)\.' -and [int] $Matches[1] -ge 10 } | Select-Object -Last 1
}

# The program's file; $null where it has to be published.
function Find-Program {
    if ($Source) {
        if (-not (Test-Path -LiteralPath $Source -PathType Container)) {
            Stop-Refused "There is no folder $Source."
        }

        $given = Join-Path -Path (Resolve-Path -LiteralPath $Source).ProviderPath -ChildPath $programName
        if (-not (Test-Path -LiteralPath $given -PathType Leaf)) {
            Stop-Refused "There is no $programName in $Source. Give the folder of a published program, or leave -Source out."
        }

        return $given
    }

    $beside = Join-Path -Path $PSScriptRoot -ChildPath $programName
    if (Test-Path -LiteralPath $beside -PathType Leaf) {
        return $beside
    }

    return $null
}

$verb = switch ($Action) {
    'Install' { 'service', 'install' }
    'Upgrade' { 'service', 'upgrade' }
    'Uninstall' { 'service', 'uninstall' }
    'Status' { 'service', 'status' }
}
if ($WithData) {
    if ($Action -ne 'Uninstall') {
        Stop-Refused '-WithData goes with -Action Uninstall only.'
    }

    $verb += '--with-data'
}

if (-not $WhatIfPreference -and -not (Test-Administrator)) {
    $how = if ($onWindows) { 'open PowerShell as administrator' } else { 'call it with sudo: sudo pwsh ./install.ps1' }
    Stop-Refused "Services are the administrator's: $how."
}

$program = Find-Program
$work = $null
$code = 0
try {
    if (-not $program) {
        $project = Join-Path -Path $PSScriptRoot -ChildPath 'src/Gateway/Gateway.csproj'
        if (-not (Test-Path -LiteralPath $project -PathType Leaf)) {
            Stop-Refused "There is no $programName beside this script, and no source to publish it from. Give -Source, the folder of a published program."
        }

        if (-not (Get-Sdk)) {
            Stop-Refused "There is no $programName beside this script, and no .NET SDK 10 to publish it with. Install the SDK, or give -Source, the folder of a published program."
        }

        # whoever has the sources keeps them as they are: nothing of the administrator's is left among them
        $work = Join-Path -Path ([IO.Path]::GetTempPath()) -ChildPath ('gateway-' + [Guid]::NewGuid().ToString('N'))
        $published = Join-Path -Path $work -ChildPath 'program'
        $build = Join-Path -Path $work -ChildPath 'build'
        $program = Join-Path -Path $published -ChildPath $programName
        if ($PSCmdlet.ShouldProcess($project, "publish into $published")) {
            & dotnet publish $project -c Release -o $published --artifacts-path $build -v quiet -nologo '-p:RunAnalyzers=false' '-p:EnforceCodeStyleInBuild=false'
            if ($LASTEXITCODE -ne 0) {
                Stop-Failed 'The program could not be published; what dotnet says stands above.'
            }
        }
    }

    if ($PSCmdlet.ShouldProcess($program, ($verb -join ' '))) {
        & $program $verb
        $code = $LASTEXITCODE
    }
}
finally {
    # the service has a copy of its own
    if ($work -and (Test-Path -LiteralPath $work)) {
        Remove-Item -LiteralPath $work -Recurse -Force -Confirm:$false -WhatIf:$false
    }
}

exit $code
