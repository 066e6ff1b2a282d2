/// The look of every page. Colours are named for what they show and have a light and a dark value.
let stylesheet: HTML = """
    :root {
      --page: #f7f7f4; --card: #ffffff; --line: #deded8; --text: #1c1c1a; --soft: #5d5d57;
      --ours: #2a6fc9; --theirs: #c2470c; --other: #13835b; --good: #13835b; --bad: #b3261e;
      --positive: #2a6fc9; --negative: #c2470c;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #161614; --card: #20201e; --line: #3a3a36; --text: #ecece6; --soft: #a9a9a0;
        --ours: #6aa5f2; --theirs: #f08a4f; --other: #4cc495; --good: #4cc495; --bad: #ff8a80;
        --positive: #6aa5f2; --negative: #f08a4f;
      }
      .digit img { filter: invert(1); }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body {
      margin: 0; background: var(--page); color: var(--text);
      font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: break-word;
    }
    main { max-width: 1080px; margin: 0 auto; padding: 28px 16px 64px; }
    h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 12px; letter-spacing: -0.01em; }
    h2 { font-size: 1.25rem; line-height: 1.3; margin: 44px 0 8px; }
    h3 { font-size: 1rem; line-height: 1.35; margin: 0 0 6px; }
    p { margin: 0 0 12px; max-width: 70ch; }
    p.lead { font-size: 1.0625rem; }
    .soft, figcaption, .legend { color: var(--soft); font-size: 0.875rem; line-height: 1.45; }
    code { font: 0.9em ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; }
    .note { border-left: 4px solid var(--theirs); padding: 8px 12px; background: var(--card); margin: 0 0 16px; max-width: 74ch; }
    .contents ul { display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 0; margin: 16px 0; list-style: none; font-size: 0.9375rem; }
    .contents a { display: inline-block; padding: 4px 0; color: var(--ours); }
    .cards { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); margin: 12px 0; }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px; min-width: 0; margin: 0; }
    .card p:last-child { margin-bottom: 0; }
    table + p { margin-top: 8px; }
    svg.chart { display: block; width: 100%; height: auto; font-size: 11px; }
    svg.chart text { fill: var(--soft); font-variant-numeric: tabular-nums; }
    .legend { display: flex; flex-wrap: wrap; gap: 2px 16px; padding: 0; margin: 8px 0 0; list-style: none; }
    .legend li { display: flex; align-items: center; gap: 6px; }
    .legend svg { width: 22px; height: 12px; flex: none; }
    .grid { stroke: var(--line); stroke-width: 1; }
    .ours { stroke: var(--ours); } .theirs { stroke: var(--theirs); } .other { stroke: var(--other); }
    path.ours, path.other { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
    .band { stroke: none; opacity: 0.16; }
    .band.ours { fill: var(--ours); } .band.other { fill: var(--other); }
    line.ours { stroke-width: 2; stroke-linecap: round; } line.ideal { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 5 4; }
    circle.ours { fill: var(--ours); stroke: var(--card); stroke-width: 1.5; }
    circle.theirs { fill: var(--theirs); stroke: var(--card); stroke-width: 1.5; }
    circle.outside { fill: var(--card); stroke: var(--theirs); stroke-width: 2; }
    table { border-collapse: collapse; width: 100%; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
    th, td { text-align: right; padding: 5px 6px; border-bottom: 1px solid var(--line); vertical-align: top; }
    th:first-child, td:first-child { text-align: left; padding-left: 0; }
    td { white-space: nowrap; }
    th { font-weight: 600; color: var(--soft); }
    tbody th { font-weight: 400; color: var(--text); }
    details { margin-top: 10px; font-size: 0.875rem; }
    summary { cursor: pointer; color: var(--soft); }
    .good { color: var(--good); } .bad { color: var(--bad); }
    .badge { font-size: 0.8125rem; font-weight: 600; }
    .pictures { display: flex; flex-wrap: wrap; gap: 16px; margin: 12px 0; }
    .pictures figure { margin: 0; width: 132px; }
    .pictures img { display: block; width: 132px; height: 132px; image-rendering: pixelated; border: 1px solid var(--line); border-radius: 4px; }
    .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(84px, 1fr)); gap: 12px; margin: 12px 0; padding: 0; list-style: none; }
    .gallery img { display: block; width: 100%; height: auto; image-rendering: pixelated; }
    .gallery .frame { display: block; overflow: hidden; border: 1px solid var(--line); border-radius: 4px; }
    .gallery span { display: block; font-size: 0.75rem; line-height: 1.35; }
    .scale { display: inline-block; width: 72px; height: 10px; border-radius: 2px; vertical-align: -1px;
      background: linear-gradient(to right, var(--negative), transparent, var(--positive)); border: 1px solid var(--line); }
    .facts { width: auto; } .facts th { padding-right: 24px; } .facts td { text-align: left; white-space: normal; overflow-wrap: anywhere; }
    .matrix { width: auto; } .matrix th, .matrix td { padding: 8px 16px; }
    .matrix th:first-child { padding-left: 0; }
    .matrix td.right { font-weight: 600; }
    @media (max-width: 480px) {
      main { padding: 20px 12px 48px; }
      .card { padding: 12px; }
      .contents ul { display: block; } .contents a { padding: 8px 0; }
      table.wide, table.wide tbody, table.wide tr { display: block; }
      table.wide thead { display: none; }
      table.wide tr { padding: 8px 0; border-bottom: 1px solid var(--line); display: grid; gap: 2px; }
      table.wide th, table.wide td { border: 0; padding: 0; text-align: left; }
      table.wide tbody th { font-weight: 600; }
      table.wide td::before { content: attr(data-label) " "; color: var(--soft); }
      .matrix th, .matrix td { padding: 8px 10px; }
    }
    """
